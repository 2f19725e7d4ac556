"""Reading a disclosure in any of its forms, every value with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...findings import Finding, Located, Location, codes, locate, read_plain, read_yaml
from ...taxonomy import PackageError, Taxonomy, similar
from ..manifest import FigureRecord, FigureRecords, Manifest, TableRecord
from ..records import Disclosure, KPIRecord, RefusedCell
from ..units import listed
from .checking import check_manifest
from .csv_files import CsvFile
from .form_rows import FormRows, sheet_beside
from .grids import PREVIOUS, REFERENCES, Grid, GridReader
from .reading import RecordReader, gathered
from .typed import TypedRecord
from .workbooks import Form, read_form

MANIFEST = "disclosure.yaml"
MANIFESTS = (MANIFEST, "disclosure.json")
"""The names that the manifest of a folder may have."""
WORKBOOKS = (".xlsx", ".xlsm")


def read_disclosure(path: Path, taxonomy: Taxonomy) -> tuple[Disclosure | None, list[Finding]]:
    """Read a disclosure: a folder with its manifest and tables, a manifest that holds its records, or a workbook.

    ``taxonomy`` is ours; the disclosure names one of its entry points, or that of a taxonomy package of its own.
    Returns what could be read together with every problem found, or ``None`` when the manifest itself is
    unusable. Paths in findings are relative to the folder.
    """
    try:
        file = _manifest_in(path) if path.is_dir() else path
    except _UnclearError as unclear:
        return None, [unclear.finding]
    form: Form | None = None
    findings: list[Finding] = []
    if file.suffix.lower() in WORKBOOKS:
        form, findings = read_form(file, file.name, taxonomy)
        if form is None:
            return None, findings
        document, problems = locate(form.content, Manifest, form.place)
    else:
        document, problems = read_yaml(file, Manifest, shown_as=file.name)
    findings += problems
    if document is None:
        return None, findings
    named, problems = _named_taxonomy(document, file.parent, taxonomy)
    findings += problems
    if named is None:
        return None, findings
    reader = _Reader(file.parent, document, named)
    if form is not None:
        reader.read_form(form, file.name)
    reader.read_tables()
    findings += reader.findings
    findings += gathered([*check_manifest(document, named), *reader.tables_unknown, *reader.records.findings])
    records = tuple(reader.records.records())
    if form is not None:
        document = _without_blank_tables(document, records)
        if not records and not reader.records.refused:
            findings.append(
                codes.TABLE_WITHOUT_FIGURES.finding(
                    "No figure and no text is filled in.",
                    hint="Fill in the yellow cells of the sheets that concern you.",
                    location=Location(file.name),
                )
            )
    return Disclosure(document, named, records, tuple(reader.records.refused)), findings


def _without_blank_tables(document: Located[Manifest], records: Sequence[KPIRecord]) -> Located[Manifest]:
    """A form lists every table that there could be; those without records are not in the report."""
    used = {record.table for record in records}
    sections = [
        section.model_copy(update={"tables": [table for table in section.tables if table.name in used]})
        for section in document.model.sections
    ]
    kept = [section for section in sections if section.tables or section.text]
    return replace(document, model=document.model.model_copy(update={"sections": kept}))


def _manifest_in(folder: Path) -> Path:
    """Return the manifest of a folder, or the one workbook in a folder without a manifest.

    Raises :class:`_UnclearError` where several workbooks could be meant.
    """
    found = [folder / name for name in MANIFESTS if (folder / name).exists()]
    workbooks = sorted(
        path for path in folder.iterdir() if path.suffix.lower() in WORKBOOKS and path.name[0] not in "~."
    )
    if not found and len(workbooks) == 1:
        return workbooks[0]
    if not found and workbooks:
        raise _UnclearError(workbooks)
    return found[0] if found else folder / MANIFEST


class _UnclearError(Exception):
    def __init__(self, workbooks: Sequence[Path]) -> None:
        super().__init__()
        self.finding = codes.INPUT_UNREADABLE.finding(
            f"The folder has no {MANIFEST} and several workbooks: {listed(path.name for path in workbooks)}.",
            hint="Name the workbook that is meant.",
            location=Location(workbooks[0].name),
        )


@dataclass
class _Reader:
    """Reads the tables of a disclosure, wherever they stand."""

    folder: Path
    document: Located[Manifest]
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    tables_unknown: list[Finding] = field(default_factory=list)
    records: RecordReader = field(init=False)

    def __post_init__(self) -> None:
        self.records = RecordReader(self.folder, self.document.model, self.taxonomy)

    def read_tables(self) -> None:
        """Read the tables that stand in files or in the manifest, each file once."""
        tables_of: dict[str, list[TableRecord]] = {}
        for index, table in enumerate(self.document.model.tables):
            if table.records is not None:
                place = _table_place(self.document, index)
                for typed in _typed(table.records, lambda *keys, place=place: self.document.location(*place, *keys)):
                    self.records.add(table, typed)
            elif table.file is not None:
                tables_of.setdefault(table.file, []).append(table)
        for file, tables in tables_of.items():
            if file.endswith(".csv"):
                self._read_csv(file, tables)
            else:
                self._read_records(file, tables[0])

    def read_form(self, form: Form, file: str) -> None:
        """Read the grids of a workbook; each row names its table. Say which rows the form came with and has lost."""
        rows = FormRows(form.came_with, self.document.model, self.taxonomy)
        answered: list[Finding] = []
        is_whole = form.is_whole
        for grid in form.grids:
            reader = self._header(grid)
            self._read_rows(reader, self.document.model.tables, reader.is_readable and rows.accept(reader))
            answered += reader.findings
            is_whole = is_whole and reader.is_whole
        self.findings += gathered(answered)
        self.findings += rows.gone(file, form.beside) if is_whole else map(sheet_beside, form.beside)

    def _read_csv(self, file: str, tables: Sequence[TableRecord]) -> None:
        source = CsvFile(self.folder, file)
        grid = source.read()
        self.findings += source.findings
        if grid is None:
            self.records.refused.extend(RefusedCell(table.name, None, None) for table in tables)
            return
        reader = self._header(grid)
        self.findings += reader.findings
        self._read_rows(reader, tables, reader.is_readable)
        self._refuse(tables, source.lost_rows * (reader.width + reader.lost_columns))

    def _header(self, grid: Grid) -> GridReader:
        reader = GridReader(grid, self.document.model, self.taxonomy)
        reader.read_header()
        self.records.undeclared |= reader.undeclared
        return reader

    def _refuse(self, tables: Sequence[TableRecord], cells: int) -> None:
        """Count cells that are not read, for the first of the tables that they may belong to."""
        self.records.refused += [RefusedCell(tables[0].name if tables else "", None, None)] * cells

    def _read_rows(self, reader: GridReader, tables: Sequence[TableRecord], is_readable: bool) -> None:
        if not is_readable:
            self._refuse(tables, reader.width * len(reader.grid.rows))
            return
        by_name = {table.name: table for table in tables}
        for row in reader.grid.rows:
            typed_row = list(reader.read_row(row))
            self._refuse(tables, reader.lost(row))
            if not typed_row:
                continue
            named = next((typed.table for typed in typed_row), "")
            table = by_name.get(named) if named else tables[0] if len(tables) == 1 else None
            if table is None:
                self._say_no_table(typed_row, by_name)
                continue
            self.records.refused += [RefusedCell(table.name, reader.concept(row), None)] * reader.lost_columns
            for typed in typed_row:
                self.records.add(table, typed)

    def _say_no_table(self, row: Sequence[TypedRecord], tables: Mapping[str, TableRecord]) -> None:
        first = row[0]
        place = first.location
        at = first.places.get("table") or (place if place.sheet else Location(place.file, place.line, "table"))
        guess = similar(first.table, list(tables))
        where = self.tables_unknown if first.table else self.findings
        where.append(
            codes.TABLE_UNKNOWN.finding(
                f"The row belongs to the table {first.table}, which the disclosure does not have."
                if first.table
                else "The row does not say which table it belongs to.",
                hint=f"Did you mean {guess}?" if guess else f"Name one in the column table: {listed(tables)}.",
                location=at,
            )
        )
        self.records.refused += [
            RefusedCell(first.table, typed.concept, typed.period) for typed in row if typed.gap is None
        ]

    def _read_records(self, file: str, table: TableRecord) -> None:
        """Read a YAML or JSON file that is a list of records."""
        content, place, findings = read_plain(self.folder / file, shown_as=file)
        if not findings:
            document, findings = locate(content, FigureRecords, place)
            if document is not None:
                for typed in _typed(document.model.root, document.location):
                    self.records.add(table, typed)
                return
        self.findings += findings
        self.records.refused.append(RefusedCell(table.name, None, None))


def _table_place(document: Located[Manifest], index: int) -> tuple[str | int, ...]:
    places = [
        ("sections", section, "tables", table, "records")
        for section, record in enumerate(document.model.sections)
        for table in range(len(record.tables))
    ]
    return places[index]


def _typed(records: Sequence[FigureRecord], location: Callable[..., Location]) -> Iterator[TypedRecord]:
    """Yield what a list of records in YAML or JSON says, a restated value and its previous one as two records."""
    for index, record in enumerate(records):
        given = "value" if record.value is not None else "omission"
        typed = TypedRecord(
            concept=record.concept,
            members=record.members,
            unit=record.unit,
            period=record.period,
            language=record.language,
            text=(record.omission or record.value or "").strip(),
            location=location(index, given),
            is_omission=record.omission is not None,
            references={
                name: text
                for name, text in (
                    ("footnotes", " ".join(record.footnotes)),
                    ("restatement", record.restatement or ""),
                    ("boundary", record.boundary or ""),
                    ("assurance", " ".join(record.assurance)),
                )
                if text
            },
            places={name: location(index, name) for name in ("concept", "unit", "period", *REFERENCES)}
            | {axis: location(index, "members", axis) for axis in record.members},
        )
        yield typed
        if record.previous is not None:
            before = record.previous.strip()
            yield replace(typed, text=before, is_previous=True, is_omission=False, location=location(index, PREVIOUS))


def _named_taxonomy(
    document: Located[Manifest], folder: Path, taxonomy: Taxonomy
) -> tuple[Taxonomy | None, list[Finding]]:
    """Return the taxonomy that a disclosure names, as seen from its entry point.

    An entry point of the version before ours is carried forward. Any other that is not at hand is answered, and the
    tables are read with ours, so that their mistakes are found too; only a package that does not load ends the reading.
    """
    name, package = document.model.taxonomy, document.model.taxonomy_package
    place = document.location("taxonomy")
    if package:
        if not (folder / package).resolve().is_relative_to(folder.resolve()):
            message = f"{package} is a link that leaves the folder."
            at = document.location("taxonomy_package")
            hint = "Put the package itself into the folder."
            return None, [codes.INPUT_UNREADABLE.finding(message, hint=hint, location=at)]
        try:
            return Taxonomy.from_package(folder / package, name), []
        except PackageError as error:
            at = document.location("taxonomy_package")
            return None, [replace(finding, location=at) for finding in error.findings]
    if at_hand := taxonomy.at(name):
        return at_hand, []
    if taxonomy.supersedes and name.startswith(f"{taxonomy.supersedes}/"):
        carried = codes.DEPRECATED_CONCEPT.finding(
            f"The disclosure names {name}, of a version that is superseded; it is read with {taxonomy.entry_point}.",
            hint=f"Write `taxonomy: {taxonomy.entry_point}`.",
            location=place,
        )
        return taxonomy, [carried]
    known = ", ".join(one.href for one in taxonomy.entry_points)
    unknown = codes.TAXONOMY_UNKNOWN.finding(
        f"The disclosure names the entry point {name}; at hand are {known}.",
        hint=f"Write `taxonomy: {taxonomy.entry_point}`, or name the taxonomy's package under `taxonomy_package`.",
        location=place,
    )
    return taxonomy, [unknown]
