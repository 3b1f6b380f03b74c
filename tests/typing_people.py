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
