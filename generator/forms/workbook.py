from ...taxonomy import Taxonomy
from ..manifest import Manifest
from ..records import Disclosure


def write_form(disclosure: Disclosure, language: str) -> bytes:
    raise NotImplementedError


def blank_form(manifest: Manifest, taxonomy: Taxonomy, language: str) -> bytes:
    raise NotImplementedError
