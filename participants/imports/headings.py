"""What the columns of a list are called in the offices that send them, by the field they fill.

Headings are compared as `heading_key` leaves them: casefolded, without accents and punctuation.
"""

from __future__ import annotations

import re
import unicodedata

HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("reference", "reference code", "ref", "code"),
    "full_name": (
        "full name", "name", "names", "participant", "participant name", "name of participant",
        "name of the participant", "delegate", "delegate name", "name and surname", "name surname",
        "nom complet", "nom et prenom", "noms et prenoms", "nom prenom", "participante",
        "nombre completo", "nombre y apellido", "nombre y apellidos", "nombres y apellidos",
        "apellidos y nombres", "фио", "ф и о", "полное имя", "имя и фамилия", "фамилия и имя",
        "фамилия имя отчество", "участник", "الاسم الكامل", "الاسم", "اسم المشارك", "ho va ten",
        "ho ten",
    ),
    "given_name": (
        "first name", "given name", "given names", "forename", "prenom", "prenoms", "nombre",
        "nombres", "имя", "الاسم الاول", "ten",
    ),
    "family_name": (
        "last name", "surname", "family name", "nom", "nom de famille", "apellido", "apellidos",
        "фамилия", "اسم العائلة", "اللقب", "ho",
    ),
    "sort_name": ("name to sort by", "sort name"),
    "certificate_name": ("name on the certificate", "certificate name"),
    "form_of_address": (
        "form of address", "title mr ms", "salutation", "honorific", "prefix", "civilite",
        "tratamiento", "обращение", "صيغة المخاطبة", "mr ms", "mr mrs ms",
    ),
    "gender": (
        "gender", "sex", "m f", "f m", "male female", "gender m f", "sex m f", "genre", "sexe",
        "sexe m f", "genero", "sexo", "sexo m f", "пол", "пол м ж", "м ж", "الجنس", "النوع",
        "النوع الاجتماعي", "gioi tinh",
    ),
    "gender_words": ("gender in own words",),
    "email": (
        "e mail", "email", "mail", "e mail address", "email address", "courriel",
        "adresse electronique", "adresse e mail", "adresse email", "correo", "correo electronico",
        "электронная почта", "эл почта", "почта", "адрес электронной почты", "البريد الالكتروني",
        "thu dien tu",
    ),
    "phone": (
        "phone", "telephone", "tel", "mobile", "mobile phone", "phone number", "telephone number",
        "contact number", "numero de telephone", "telefono", "celular", "телефон", "الهاتف",
        "رقم الهاتف", "dien thoai",
    ),
    "position": (
        "position", "job title", "title", "designation", "function", "post", "poste", "fonction",
        "titre", "cargo", "puesto", "должность", "المنصب", "الوظيفة", "المسمى الوظيفي", "chuc vu",
    ),
    "organisation": (
        "organisation", "organization", "institution", "agency", "ministry", "office", "company",
        "affiliation", "organisme", "organizacion", "institucion", "entidad", "организация",
        "учреждение", "ведомство", "المنظمة", "المؤسسة", "الجهة", "co quan", "don vi",
    ),
    "organisation_kind": (
        "type of organisation", "type of organization", "organisation type", "organization type",
        "type d organisation", "tipo de organizacion", "тип организации", "نوع المنظمة",
    ),
    "city": (
        "city", "town", "municipality", "ville", "commune", "ciudad", "municipio", "город",
        "المدينة", "thanh pho",
    ),
    "country": (
        "country", "country or area", "country area", "country or territory", "nationality country",
        "pays", "pais", "страна", "البلد", "الدولة", "quoc gia",
    ),
    "role": ("role", "participation as", "rol", "роль", "الدور", "vai tro"),
    "state": ("state", "registration state", "status"),
    "mode": ("takes part", "mode", "online or in person", "modalidad"),
    "attendance": ("attendance", "attended", "presence", "asistencia", "присутствие", "الحضور"),
    "language": ("language", "langue", "idioma", "язык", "اللغة", "ngon ngu"),
    "access_needs": ("access needs", "accessibility needs", "besoins d accessibilite"),
    "diet_needs": ("diet", "dietary requirements", "dietary needs", "regime alimentaire"),
    "note": ("note", "notes", "remark", "remarks", "comments", "remarques", "observaciones",
             "примечание", "примечания", "ملاحظات"),
}  # fmt: skip


def heading_key(text: str) -> str:
    """`E-Mail  Address *` is `e mail address`; Arabic and Cyrillic keep their letters."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept.replace("_", " ").replace("đ", "d")))


FIELD_OF: dict[str, str] = {
    heading_key(heading): field for field, headings in HEADINGS.items() for heading in headings
}
