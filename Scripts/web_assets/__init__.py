"""What Scripts/embed-web does to the files of web/ before they are embedded."""


class Refused(Exception):
    """A file holds something that these modules do not understand; better no file than a broken one."""
