"""What a browser posts for a form that somebody opened and typed into."""


def typed(form, **changes):
    """The form's fields as shown, hidden ones included, with `changes` typed over them."""
    shown = {name: form[name].value() for name in form.fields}
    posted = {}
    for name, value in {**shown, **changes}.items():
        if isinstance(value, list | tuple):
            posted[name] = [getattr(one, "pk", one) for one in value]
        elif value is not None:
            posted[name] = getattr(value, "pk", value)
    return posted


def as_shown(page, **changes):
    """What the browser posts for an action's page; `changes` by field name, rows with prefix."""
    data = typed(page.form)
    for rows in page.rows:
        for form in rows:
            for name in form.fields:
                value = form[name].value()
                if value not in {None, False, ""}:
                    data[form.add_prefix(name)] = value
    data |= {"targets": [str(one) for one in page.form["targets"].value() or []]}
    data |= {"partners": [str(one) for one in page.form["partners"].value() or []]}
    return {**data, **changes}
