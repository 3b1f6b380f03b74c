"""What a browser posts for a page of the back office: its form as shown, with changes typed in."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The values of the page's main form, by name; a name that comes twice has them all."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values, self.select, self.area = {}, None, None

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attributes):
        shown = dict(attributes)
        if tag == "form":
            self.inside = shown.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and shown.get("type") not in {"submit", "file", "image"}:
            is_box = shown.get("type") in {"checkbox", "radio"}
            if "name" in shown and (not is_box or "checked" in shown):
                self.add(shown["name"], shown.get("value", "on" if is_box else ""))
        elif tag == "select":
            self.select = shown["name"]
        elif tag == "option" and "selected" in shown:
            self.add(self.select, shown["value"])
        elif tag == "textarea":
            self.area, self.text = shown["name"], ""

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.add(self.area, self.text.removeprefix("\n").removeprefix("\r\n"))
            self.area = None


def shown_on(response):
    """The form's values, as they would be posted if nobody typed anything."""
    model = response.context["opts"].model_name
    reader = FormReader(f"{model}_form")
    reader.feed(response.content.decode())
    return reader.values


class PolicyReader(HTMLParser):
    """What a content policy without *unsafe-inline* refuses on a page."""

    def __init__(self):
        super().__init__()
        self.refused = []

    def handle_starttag(self, tag, attributes):
        shown = dict(attributes)
        is_script = tag == "script" and "src" not in shown
        if tag == "style" or (is_script and shown.get("type") != "application/json"):
            self.refused.append(tag)
        self.refused += [name for name in shown if name == "style" or name.startswith("on")]


def refused_by_policy(response):
    reader = PolicyReader()
    reader.feed(response.content.decode())
    return reader.refused


def add_row(values, prefix, **typed):
    """Type into a new row of an inline, as *Add another* lays it out."""
    number = int(values[f"{prefix}-TOTAL_FORMS"][0])
    values[f"{prefix}-TOTAL_FORMS"] = [number + 1]
    for name, value in typed.items():
        values[f"{prefix}-{number}-{name}"] = value
    return values


def errors_of(response):
    if response.status_code != 200 or not response.context:
        return response.status_code
    formsets = response.context.get("inline_admin_formsets", [])
    return [
        response.context["adminform"].form.errors,
        *([formset.formset.errors, formset.formset.non_form_errors()] for formset in formsets),
    ]


class BackOffice:
    """Somebody at the back office, with a browser and nothing else."""

    def __init__(self, client):
        self.client = client

    def address(self, model, page, *args):
        options = model._meta
        return f"/admin/{options.app_label}/{options.model_name}/" + {
            "list": "", "add": "add/", "change": "{}/change/", "delete": "{}/delete/",
            "import": "import/", "process_import": "process_import/", "export": "export/",
        }[page].format(*args)  # fmt: skip

    def open(self, model, row=None):
        page = "change" if row else "add"
        return self.client.get(self.address(model, page, row and row.pk))

    def post(self, model, values, row=None):
        page = "change" if row else "add"
        return self.client.post(self.address(model, page, row and row.pk), values)

    def save(self, model, row=None, rows=(), **typed):
        """Open the form, type, save; `rows` are new rows of inlines. The row that was saved."""
        values = {**shown_on(self.open(model, row)), **typed}
        for prefix, fields in rows:
            add_row(values, prefix, **fields)
        before = set(model._base_manager.values_list("pk", flat=True))
        response = self.post(model, values, row)
        assert response.status_code == 302, errors_of(response)
        if row:
            return model._base_manager.get(pk=row.pk)
        return model._base_manager.exclude(pk__in=before).get()

    def do(self, model, action, *rows):
        """Choose rows on the list and an action; the messages that follow."""
        self.client.cookies.pop("messages", None)  # of what was done before
        response = self.client.post(
            self.address(model, "list"),
            {"action": action, "_selected_action": [row.pk for row in rows]},
            follow=True,
        )
        assert response.status_code == 200
        return [str(message) for message in response.context["messages"]]
