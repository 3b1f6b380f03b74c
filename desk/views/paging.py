from django.http import HttpRequest


def kept_query(request: HttpRequest) -> str:
    """The query string without its page: what the links to other pages keep of the filters."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
