"""From the sources in web/ to what a release serves: each page's scripts and styles joined, with hashed names."""


class Refused(Exception):
    """What stops Scripts/embed-web, in words for whoever changed web/."""
