from django.http import HttpRequest


def kept_query(request: HttpRequest, *without: str) -> str:
    """The query string without its page: what the links to other pages keep of the filters."""
    query = request.GET.copy()
    for name in ("page", *without):
        query.pop(name, None)
    return query.urlencode()
