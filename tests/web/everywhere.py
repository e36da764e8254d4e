"""Every page there is (全部页面), with real people and cases behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.conftest import NOON, insisted
from tests.web.visiting import agreed, at, told

if TYPE_CHECKING:
    from django.test import Client

    from juzheng.records.models import User

# Addresses that show no page: they take a form, hand out a file, or answer a machine.
NO_PAGES = {
    "clerk:book": "a PDF, a spreadsheet",
    "clerk:certificate": "a PDF",
    "clerk:paper": "leads to the PDF",
    "overseer:notice": "a PDF",
    "overseer:facts": "a PDF",
    "overseer:superior": "a PDF",
    "overseer:original": "a list as it was handed in",
    "overseer:renewal": "takes a form",
    "overseer:report-basis": "takes a form",
    "overseer:report-letter": "a PDF",
    "overseer:service-scan": "a scan",
    "public:report-answer-file": "a PDF",
    "public:report-objection": "takes a form",
    "clerk:document": "a scan",
    "clerk:delegation-end": "takes a form",
    "clerk:draft": "takes a form",
    "clerk:identity": "takes a form",
    "clerk:inquiry-letter": "a scan",
    "clerk:inquiry-preview": "a PDF",
    "clerk:inquiry-signature": "takes a form",
    "clerk:inquiry-step": "takes a form",
    "clerk:missing-letter": "a PDF",
    "clerk:kept": "takes a form",
    "clerk:preview": "a PDF",
    "clerk:return": "takes a form",
    "clerk:search": "takes a form; what it finds is laid out as the desk is",
    "clerk:signature": "takes a form",
    "clerk:verification": "takes a form",
    "overseer:alignment-file": "a spreadsheet",
    "overseer:amendment-step": "takes a form",
    "overseer:attempt": "takes a form",
    "overseer:confirmation-step": "takes a form",
    "department:cancellation": "takes a form",
    "department:demand-end": "takes a form",
    "department:notice-step": "takes a form",
    "department:notice-file": "a PDF",
    "department:superior-letter": "a PDF",
    "department:superior-step": "takes a form",
    "department:registration": "takes a form",
    "department:paper-scan": "a scan",
    "department:notice-photo": "a photo",
    "department:submission": "takes a form",
    "department:submissions": "takes a form",
    "overseer:paper-scan": "a scan",
    "department:template": "an XLSX",
    "overseer:demand-review": "takes a form",
    "overseer:disposal": "takes a form",
    "overseer:export": "a table",
    "overseer:hold-step": "takes a form",
    "overseer:import-removal": "takes a form",
    "overseer:knots-template": "a workbook",
    "overseer:posting": "takes a form",
    "overseer:correction-step": "takes a form",
    "overseer:evidence": "a ZIP",
    "overseer:publication": "takes a form",
    "overseer:removal": "takes a form",
    "overseer:report-acceptance": "takes a form",
    "overseer:report-answer": "takes a form",
    "overseer:report-joining": "takes a form",
    "overseer:report-moving": "takes a form",
    "overseer:report-passing": "takes a form",
    "overseer:report-photo": "a picture",
    "overseer:report-review": "takes a form",
    "overseer:return": "takes a form",
    "overseer:submission": "takes a form",
    "overseer:draft-from": "takes a form",
    "overseer:draft-prepared": "takes a form",
    "overseer:telling-withdrawal": "takes a form",
    "overseer:tellings-file": "a YAML file",
    "overseer:template": "a workbook",
    "preferences:language": "takes a form",
    "preferences:type": "takes a form",
    "public:ask-api": "for programs",
    "public:changes-atom": "for programs",
    "public:confirmations": "takes a form",
    "public:demand-check": "for programs",
    "public:form-file": "a PDF",
    "public:guide-file": "a PDF",
    "public:health": "for a monitor",
    "public:kept-questions": "takes a form",
    "public:items-csv": "for programs",
    "public:items-json": "for programs",
    "public:lists-json": "for programs",
    "public:openapi": "for programs",
    "public:place-for": "leads on to the place",
    "public:poster-file": "a PDF",
    "public:published-keys": "for programs",
    "public:rendering": "a file for a channel",
    "public:sample-file": "a PDF",
    "public:exposure-photo": "a picture",
    "public:exposures-csv": "for programs",
    "public:exposure-steps-json": "for programs",
    "public:exposure-steps-csv": "for programs",
    "public:exposure-counts-json": "for programs",
    "public:exposure-counts-csv": "for programs",
    "public:exposure-method-json": "for programs",
    "public:demands-json": "for programs",
    "public:demands-csv": "for programs",
    "public:ended-json": "for programs",
    "public:exposures-json": "for programs",
    "public:exposures-report-json": "for programs",
    "public:report-complaint": "a PDF",
    "public:report-word": "takes a form",
    "resident:removal": "takes a form",
    "resident:forget": "takes a form",
    "resident:kept": "takes a form",
    "resident:missing": "a PDF",
    "resident:paper": "a PDF",
    "staff:sign-in-code": "opens only half-way through signing in",
    "staff:sign-out": "takes a form",
}

# One question for each kind of answer: refused, issued, nobody's, close ones, not understood.
ASKED = ("证明我妈是我妈", "收养证明", "无犯罪记录证明", "亲属关系", "天上几颗星")


@dataclass
class World:
    """Who there is, with the cookies of each, and which page each of them can open."""

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    pages: list[tuple[str, str, str]] = field(default_factory=list)  # who, URL name, path

    def add(self, who: str, name: str, *args: str, query: str = "") -> None:
        """Note that ``who`` can open the address ``name``."""
        from django.urls import reverse

        self.pages.append((who, name, reverse(name, args=args) + query))


def names() -> Iterator[str]:
    """Yield the name of every address, as the URLconf has it."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[Any], space: str) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, one.namespace or space)
            elif isinstance(one, URLPattern) and one.name:
                yield f"{space}:{one.name}"

    return walk(get_resolver().url_patterns, "")


def build(get: Callable[[str], Any]) -> World:
    """Make people, cases and papers by the real acts; ``get`` returns a fixture by its name."""
    from django.test import Client

    world = World()
    visitor(world, Client(), get)
    applicant(world, Client(), get)
    staff(world, get)
    office(world, get)
    demanding(world, get)
    supervision(world, get)
    return world


def supervision(world: World, get: Callable[[str], Any]) -> None:
    """A reporter, two officers, and corrections from the first look to the public board."""
    from django.test import Client

    from juzheng.records.models import Report
    from tests.web import reporting

    first, second = (
        get("person")(name, "overseer", None, name, division="420000")
        for name in ("triage", "approval")
    )
    reporter = Client()
    page = reporter.get("/reports/new/?item=NEG-01").content.decode()
    reporter.post("/reports/new/", reporting.answers(page))
    keep(world, "reporter", reporter)
    number = Report.objects.latest("pk").number
    world.add("reporter", "public:report-receipt", number)
    world.add("reporter", "public:report-follow", number)
    world.add("reporter", "public:report-withdrawal", number)
    waiting, exposed = reporting.correction(first), reporting.exposed(first, second)
    for name in ("report", "report-find", "exposures", "exposures-method", "exposures-report"):
        world.add("visitor", f"public:{name}")
    world.add("visitor", "public:exposure", exposed.number)
    world.add("visitor", "public:exposure", reporting.retracted(first, second).number)
    sign_in(world, "triage", first)
    world.add("triage", "overseer:reports")
    world.add("triage", "overseer:report", reporting.report(first).number)
    for one in (waiting, reporting.heard(first)[0], exposed):
        world.add("triage", "overseer:correction", one.number)


def visitor(world: World, client: Client, get: Callable[[str], Any]) -> None:
    """A passer-by with a place, and one without."""
    from juzheng.acts.cases import signing

    paper = signing.sign(get("drafted_for")(), by=get("responsible"), at=NOON)
    client.post("/place/", {"committee": get("committee").code})
    keep(world, "visitor", client)
    world.cookies["stranger"] = {}
    for who, asked in (("stranger", ASKED[:1]), ("visitor", ASKED)):
        world.add(who, "public:home")
        for words in asked:
            world.add(who, "public:ask", query=f"?q={words}")
        world.add(who, "public:item", "POS-001")
    world.add("visitor", "public:items")
    world.add("visitor", "public:place")
    world.add("visitor", "public:item", "NEG-01")
    world.add("visitor", "public:item", "NEG-08")
    world.add("visitor", "public:law", "opinion-2020-20")
    world.add("visitor", "public:law", "adoption-registration")
    for name in ("may-i-demand", "widget"):
        world.add("visitor", f"public:{name}")
        for words in ("亲属关系证明", "收养证明", "离婚证掉了，买房要单身证明", "天上几颗星"):
            world.add("visitor", f"public:{name}", query=f"?paper={words}&unit=bank")
    world.add("visitor", "public:paper", paper.opaque)
    world.add("visitor", "public:paper", "a" * 26)
    world.add("visitor", "public:letters", query="?item=NEG-01&demander=bank")
    plain = (
        "knots",
        "complaints",
        "about",
        "accessibility",
        "privacy",
        "laws",
        "demanded",
        "check",
        "keys",
    )
    for name in [*(f"public:{one}" for one in plain), "resident:find", "staff:sign-in"]:
        world.add("visitor", name)
    world.add("visitor", "gallery:components")
    world.add("visitor", "gallery:components", query="?errors=1")
    world.pages.append(("visitor", "error 404", "/no-such-page/"))
    world.pages.append(("visitor", "error 405", "/preferences/type/"))


def applicant(world: World, client: Client, get: Callable[[str], Any]) -> None:
    """Somebody who fills in, and somebody who has filed."""
    from django.test import Client

    from juzheng.acts.cases import intake
    from juzheng.records.models import Case

    other, shown = Client(), {}
    for one in (client, other):
        one.post("/place/", {"committee": get("committee").code})
        shown[one] = fill(one)
    keep(world, "applicant", client)
    for key in ("name", "identity", "demander", "telephone", "item-household_members"):
        world.add("applicant", "resident:step", named(shown[client]), key)
    world.add("applicant", "resident:review", named(shown[client]))
    world.add("applicant", "resident:apply")
    other.post(at(shown[other], "check"), agreed(shown[other]))
    case = Case.objects.latest("pk")
    other.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    keep(world, "filer", other)
    world.add("filer", "resident:receipt", named(shown[other]))
    world.add("filer", "resident:apply")
    world.add("filer", "resident:case", case.number)
    world.add("filer", "resident:withdrawal", case.number)
    world.add("visitor", "resident:step", "0", "name")  # there is no application being filled in


def named(shown: Any) -> str:
    """Return the name of the application that ``shown`` is a page of."""
    return str(shown.wsgi_request.path.split("/")[2])


def fill(client: Client) -> Any:
    """Answer every question of the adoption certificate; return the page to check."""
    address = client.post("/apply/", {"item": "POS-001"}).headers["Location"]
    while not address.endswith("/check/"):
        key = address.split("/")[-2]
        page = client.get(address).content.decode()
        address = client.post(address, told(page, key)).headers["Location"]
    return client.get(address)


def staff(world: World, get: Callable[[str], Any]) -> None:
    """The clerk and the responsible person, with a case in each state before them."""
    clerk, responsible, case_for = get("clerk"), get("responsible"), get("case_for")
    received, listed = case_for("POS-001", by=clerk), case_for("NEG-01", by=clerk)
    drafted = get("drafted_for")()
    issued = get("responsible").committee.cases.filter(state="issued").first()
    for user in (clerk, responsible):
        sign_in(world, user.username, user)
        world.add(user.username, "clerk:desk")
    for case in (received, listed, issued):
        world.add("clerk", "clerk:case", case.number)
    world.add("responsible", "clerk:case", drafted.number)
    for name in ("staff:account", "staff:password", "staff:code"):
        world.add("clerk", name)
    world.add("clerk", "clerk:desk", query="?show=closed")
    world.add("clerk", "clerk:new")
    for item in ("POS-001", "NEG-01"):
        world.add("clerk", "clerk:new", query=f"?item={item}")
    for name in ("ground", "circumstances", "assessment", "refusal"):
        world.add("clerk", f"clerk:{name}", listed.number)
    world.add("clerk", "clerk:deliberation", received.number)
    world.add("clerk", "clerk:items")
    for name in ("code", "particulars", "withdrawal", "receipt"):
        world.add("clerk", f"clerk:{name}", received.number)
    world.add("clerk", "clerk:recall", drafted.number)
    seen = drafted.verifications.earliest("pk")
    world.add("clerk", "clerk:strike", drafted.number, seen.covered_as)
    world.add("clerk", "clerk:answers", received.number)
    risky(world, clerk, case_for("NEG-17", by=clerk, demander="bank"))
    asked(world, clerk, responsible)
    papers(world, issued, case_for("POS-007", by=clerk), clerk)
    replaced(get("drafted_for")(), clerk, responsible)
    world.add("clerk", "clerk:signatures")  # not this post: the page that says whose it is
    world.add("responsible", "clerk:signatures")
    objected_to(world, get)
    world.add("responsible", "clerk:revocation", issued.certificates.get().number)
    world.add("clerk", "clerk:replacement", issued.certificates.get().number)
    world.add("responsible", "clerk:delegations")
    guarded = with_code(get)
    sign_in(world, "guarded", guarded)
    world.add("guarded", "staff:code-removal")


def risky(world: World, clerk: Any, case: Any) -> None:
    """A listed item that is still needed, with a risk: the fact is stated, residents are heard."""
    from juzheng.acts.cases import transition
    from juzheng.law.cases.consents import Given

    stated = insisted(fact="工作人员在示例路1号看到门牌和照片一致。", legal_risk=True)
    agreed = Given(tuple(kind.value for kind in case.revision.item.sensitive), "oral")
    transition.record_ground(case, stated, given=agreed, by=clerk, at=NOON)
    for name in ("case", "ground", "deliberation"):
        world.add("clerk", f"clerk:{name}", case.number)


def papers(world: World, issued: Any, waiting: Any, clerk: Any) -> None:
    """A case with notes that waits for materials, and a paper that was sealed, once by mistake."""
    from django.test import Client

    from juzheng.acts.cases import custody, intake, missing, notes
    from juzheng.law.cases.custody import Custody, Wanted
    from juzheng.law.cases.missing import Asked

    first = notes.add(waiting, "打电话问过楼长", by=clerk, at=NOON)
    scan = {"upload": b"%PDF-1.7", "corrects": first.pk}
    notes.add(waiting, "楼长说的是3号楼", **scan, by=clerk, at=NOON)
    for name in ("notes", "missing"):
        world.add("clerk", f"clerk:{name}", waiting.number)
    lacking = Asked(("户口簿",), NOON.date())
    missing.ask(waiting, lacking, version=waiting.version, by=clerk, at=NOON)
    for name in ("case", "materials", "closing"):
        world.add("clerk", f"clerk:{name}", waiting.number)
    paper = issued.certificates.get()
    issued.refresh_from_db()
    seen = {"by": clerk, "at": NOON}
    (row,) = custody.record(paper, Wanted(Custody.SEALED), version=issued.version, **seen)
    custody.undo(row, "点错了", version=row.case.version, **seen)
    for name in ("seal", "collection", "reprint"):
        world.add("clerk", f"clerk:{name}", paper.number)
    world.add("clerk", "clerk:slip", paper.number, str(row.pk))
    world.add("clerk", "clerk:register")
    world.add("clerk", "clerk:desk", query="?show=materials")
    resident = Client()
    code = intake.code_of(waiting)
    resident.post("/cases/", {"number": waiting.number, "code": code})
    keep(world, "waiting", resident)
    world.add("waiting", "resident:case", waiting.number)


def replaced(case: Any, clerk: Any, pen: Any) -> None:
    """A wrong paper and the one that took its place: the register names each beside the other."""
    from juzheng.acts.cases import drafting, replacing, signing

    wrong = signing.sign(case, by=pen, at=NOON)
    case.refresh_from_db()
    replacing.begin(wrong, reason="单位写错", version=case.version, by=clerk, at=NOON)
    case.refresh_from_db()
    case.recipient = "示例县教育局"
    case.save()
    signing.sign(drafting.send(case, by=clerk, at=NOON), by=pen, at=NOON)


def asked(world: World, clerk: Any, pen: Any) -> None:
    """An authority's inquiry at each step, before those who work on it and who sign."""
    from juzheng.acts.inquiries import inquiries
    from tests.acts.test_inquiries import REPLY, registered

    bare, one = registered(clerk, scan=b"", key="bare"), registered(clerk)
    inquiries.draft(one, REPLY, version=one.version, by=clerk, at=NOON)
    sent = registered(clerk, key="sent")
    inquiries.draft(sent, REPLY, version=sent.version, by=clerk, at=NOON)
    inquiries.sign(sent, version=sent.version, by=pen, at=NOON)
    world.add("clerk", "clerk:inquiry", sent.number)
    world.add("clerk", "clerk:inquiries")
    world.add("clerk", "clerk:inquiry-new")
    world.add("clerk", "clerk:inquiry", bare.number)
    world.add("responsible", "clerk:inquiry", one.number)


def objected_to(world: World, get: Callable[[str], Any]) -> None:
    """A refusal that its resident objects to, and one that only the street may decide."""
    from django.test import Client

    from juzheng.acts.cases import intake, objection, refusal

    clerk, responsible, committee = get("clerk"), get("responsible"), get("committee")
    street = get("person")(
        "street", "overseer", None, "街道员", division=f"{committee.code[:9]}000"
    )
    cases = [get("case_for")("NEG-01") for _ in range(3)]
    for case, by in zip(cases, (clerk, clerk, responsible), strict=True):
        refusal.refuse(case, by=by, at=NOON)
        case.refresh_from_db()
    for case in cases[1:]:
        objection.file(case, reason="我手里有条例。", by=None, at=NOON)
    sign_in(world, "street", street)
    world.add("street", "overseer:objections")
    world.add("street", "overseer:objection", cases[2].number)
    world.add("street", "overseer:retention")
    world.add("clerk", "clerk:objection", cases[0].number)
    world.add("responsible", "clerk:review", cases[1].number)
    world.add("clerk", "clerk:case", cases[1].number)
    resident = Client()
    for case in cases[:2]:
        resident.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    keep(world, "refused", resident)
    world.add("refused", "resident:objection", cases[0].number)
    world.add("refused", "resident:case", cases[1].number)


def learned(officer: User) -> None:
    """A question that was left, and words that were added."""
    from juzheng.acts.catalogue import tellings

    said = "呱呱叫的条子"
    tellings.keep(said, offered="NEG-06", chosen="NEG-01", division="990121", at=NOON)
    _, seen = tellings.tried("NEG-06", said, NOON)
    wanted = tellings.Wanted("NEG-06", said, "有人这样问")
    tellings.add(wanted, seen=seen, by=officer, at=NOON)


def office(world: World, get: Callable[[str], Any]) -> None:
    """Two officers of civil affairs, with changes in each state before them."""
    from juzheng.acts.catalogue import changes
    from juzheng.acts.catalogue.changes import Heading, Page
    from juzheng.catalogue.prepared import prepared

    first = get("person")("first-officer", "overseer", None, "郑科长", division="")
    second = get("person")("second-officer", "overseer", None, "吴科员", division="")
    ready = prepared("hubei-2020")
    pages = [
        Page(entry)
        for table in (ready.instruments, ready.items, ready.lists)
        for entry in table.values()
    ]
    heading = Heading("发布湖北省清单", "鄂民政发〔2020〕32号", "420000", NOON.date())
    draft, waiting = (
        changes.draft(heading, pages, key=key, by=first, at=NOON) for key in ("draft", "waiting")
    )
    unfit = changes.draft(heading, pages[1:], key="unfit", by=first, at=NOON)
    changes.submit(waiting, version=waiting.version, by=first, at=NOON)
    for user in (first, second):
        sign_in(world, user.username, user)
        world.add(user.username, "overseer:change", str(waiting.pk))
        world.add(user.username, "overseer:home")
    for change in (draft, unfit):
        world.add("first-officer", "overseer:change", str(change.pk))
    announced(first, second, ready)
    world.add("first-officer", "overseer:deliveries")
    world.add("stranger", "public:data")
    world.add("stranger", "public:publications")
    asked = f"?channel=portal&division=420000&on={NOON.date()}"
    world.add("stranger", "public:publications", query=asked)
    learned(first)
    for name in ("questions", "tellings", "telling-new"):
        world.add("first-officer", f"overseer:{name}")
    for query in ("?text=叮叮当的条子", "?text=叮叮当的条子&label=NEG-06", "?text=我叫王小明"):
        world.add("first-officer", "overseer:telling-new", query=query)
    world.add("first-officer", "overseer:office")
    world.add("first-officer", "overseer:changes")
    world.add("first-officer", "overseer:knots")
    handed_in(world, first, second, pages)
    world.add("first-officer", "overseer:new")
    world.add("first-officer", "overseer:heading", str(draft.pk))
    for edit in draft.edits.all():
        world.add("first-officer", "overseer:edit", str(draft.pk), str(edit.pk))
    world.add("first-officer", "overseer:add", str(draft.pk), "item")
    for kind, subject in (("item", "NEG-10"), ("list", "national-negative-1")):
        world.add("first-officer", "overseer:page", kind, subject)
        world.add("first-officer", "overseer:pages", kind)
    world.add("first-officer", "overseer:page", "instrument", "civil-code")
    on_paper(world, first)
    for name in ("prepared", "lists", "calendar", "batch", "holidays", "document-new", "way-new"):
        world.add("first-officer", f"overseer:{name}")
    world.add("first-officer", "overseer:whatif", str(waiting.pk))
    world.add("first-officer", "overseer:alignment", query="?division=110000")
    world.add("first-officer", "overseer:alignment", query="?division=1")
    put_forward(world, first)
    world.add("visitor", "public:lists", query="?division=420000&on=2020-03-01")
    world.add("visitor", "public:item", "NEG-10", query="?division=430000&on=2020-02-28")


def on_paper(world: World, officer: Any) -> None:
    """A list as it was written, before anybody settled its names."""
    from django.test import Client

    from juzheng.records.models import Change

    client = Client()
    client.force_login(officer)
    client.post("/office/documents/new/", {"text": "1. 健在证明\n2. 宠物死亡证明", "key": "paper"})
    world.add("first-officer", "overseer:document", str(Change.objects.latest("pk").pk))


def handed_in(world: World, first: Any, second: Any, pages: list[Any]) -> None:
    """A file that may be drafted, and one with faults."""
    from juzheng.acts.catalogue import imports
    from juzheng.catalogue import sheets

    whole = sheets.write_xlsx([page.entry for page in pages])
    imports.hold(whole, "湖北省清单.xlsx", by=first, at=NOON)
    imports.hold("事项编号,作用\nNEG-1,删".encode(), "清单条目.csv", by=second, at=NOON)
    world.add("first-officer", "overseer:tables")
    for user in (first, second):
        world.add(user.username, "overseer:import")


def put_forward(world: World, by: Any) -> None:
    """Put one candidate forward, ask a unit about it, and look at another."""
    from juzheng.acts.catalogue import amendments, confirming
    from juzheng.acts.catalogue.amendments import Proposal
    from juzheng.records.catalogue import governing

    one, other = amendments.candidates("", NOON)[:2]
    proposal = Proposal(one.item, "", "改为由登记机关核查")
    made = amendments.propose(proposal, key="put-forward", by=by, at=NOON)
    amendments.consult(made, ["示例县民政局"], version=made.version, by=by, at=NOON)
    waiting = governing.governing(NOON.date()).items["POS-013"]
    row = confirming.ask(waiting, "990121001001", by=None, at=NOON)
    world.add("first-officer", "overseer:confirmations")
    world.add("first-officer", "overseer:confirmation", str(row.pk))
    world.add("first-officer", "overseer:amendments")
    world.add("first-officer", "overseer:amendment", str(made.pk))
    world.add("first-officer", "overseer:amendment-new", query=f"?item={other.item}")


def announced(first: Any, second: Any, ready: Any) -> None:
    """Publish a text, an item and a list, and carry them to every channel."""
    from dataclasses import replace

    from juzheng.acts.catalogue import changes, publications
    from juzheng.acts.catalogue.changes import Heading, Page

    text = replace(ready.instruments["hubei-2020-32"], id="announced")
    one = replace(
        ready.lists["hubei-negative-1"],
        id="announced",
        document=text.id,
        lines=ready.lists["hubei-negative-1"].lines[:1],
    )
    heading = Heading("湖北公布清单", "", "420000", NOON.date())
    pages = [Page(text), Page(one)]
    change = changes.draft(heading, pages, key="announced", by=first, at=NOON)
    changes.submit(change, version=change.version, by=first, at=NOON)
    changes.publish(change, version=change.version, by=second, at=NOON)
    publications.finish_all(at=NOON)


def noticed(unit: str, by: Any, superior: str = "示例总行") -> Any:
    """Return a correction of which ``unit`` was notified, and its superior named."""
    from dataclasses import replace

    from juzheng.acts.supervision import exposure
    from tests.web import reporting

    about = replace(reporting.ABOUT, unit_name=unit)
    one = exposure.accept(reporting.report(by), about, by=by, at=NOON, apart=True)
    return exposure.notify(one, superior, version=one.version, by=by, at=NOON)


def demanding(world: World, get: Callable[[str], Any]) -> None:
    """A unit with a sound demand, a baseless one and a draft, before everybody who sees them."""
    from juzheng.acts.demands import registry, units
    from juzheng.law.base.demanders import Demander
    from juzheng.law.catalogue.items import LegalBasis
    from juzheng.law.demands.registry import AskedOf, Stated
    from tests.web import reporting

    unit = units.enter(
        "示例银行", kind=Demander.BANK, division="", fictional=True, by="operator", at=NOON
    )
    by = get("person")("registrar", "department", None, "钱登记", unit=unit)
    sound = LegalBasis("civil-code", "第一千一百四十七条")
    asked = (("公证书", AskedOf.NOTARY, (sound,)), ("亲属关系证明", AskedOf.COMMITTEE, ()))
    made = [
        registry.register(
            Stated("存款继承", paper, where, "继承人身份", bases),
            unit=unit,
            key=paper,
            by=by,
            at=NOON,
        )
        for paper, where, bases in asked
    ]
    sign_in(world, "registrar", by)
    under = units.enter(
        "示例银行示例支行", kind=Demander.BANK, division="", superior=unit, by="operator", at=NOON
    )
    for name in ("home", "new", "import", "notices", "offers", "offer-new", "below"):
        world.add("registrar", f"department:{name}")
    world.add("registrar", "department:below-unit", str(under.pk))
    world.add("first-officer", "overseer:units")
    world.add("first-officer", "overseer:unit", str(under.pk))
    world.add("registrar", "department:offer-end", offered(by, get("person")))
    world.add("visitor", "public:offers")
    world.add("registrar", "department:demand", str(made[0].pk))
    world.add("registrar", "department:edit", str(made[0].pk))
    notifier = get("person")("notifier", "overseer", None, "通报员", division=reporting.DIVISION)
    world.add("registrar", "department:notice", noticed(unit.name, notifier).number)
    told = noticed(under.name, notifier, superior=unit.name)
    world.add("registrar", "department:superior", told.number)
    for one in made:
        registry.submit(one, version=one.version, by=by, at=NOON)
        world.add("visitor", "public:demand", str(one.pk))
        world.add("registrar", "department:demand", str(one.pk))
        world.add("first-officer", "overseer:demand", str(one.pk))
    world.add("visitor", "public:demands")
    world.add("first-officer", "overseer:demands")
    world.add("first-officer", "overseer:grounds")
    world.add("first-officer", "overseer:holds")


def offered(by: Any, person: Callable[..., Any]) -> str:
    """Return the id of an offer that the unit of ``by`` has proposed and an officer published."""
    from juzheng.acts.catalogue import changes, offers
    from juzheng.law.catalogue.offers import OfferKind

    said = offers.Offered(
        OfferKind.COMMITMENT, ("NEG-18",), "小额存款提取", ("小额存款",), (),
        "示例银行便民承诺清单", "第3项", "示例银行网站", NOON.date(), NOON.date(), None,
        ("小额存款提取（同一银行合计5万元以内）",),
    )  # fmt: skip
    change = offers.propose(said, key="offer", by=by, at=NOON)
    nation = person("offer-officer", "overseer", None, "孙审核", division="")
    changes.publish(change, version=change.version, by=nation, at=NOON)
    return offers.of_unit(by.unit, NOON.date())[0].id


def with_code(get: Callable[[str], Any]) -> Any:
    """Return a member of staff with a second factor."""
    from juzheng.acts.base import people

    user = get("person")("guarded", "clerk", get("committee"))
    people.set_totp(user, "JBSWY3DPEHPK3PXP", at=NOON)
    return user


def sign_in(world: World, who: str, user: Any) -> None:
    """Give ``who`` the session of ``user``."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    keep(world, who, client)


def keep(world: World, who: str, client: Client) -> None:
    """Remember the cookies of a test client for a browser."""
    world.cookies[who] = {name: morsel.value for name, morsel in client.cookies.items()}
