"""People, places and cases that tests share; each is made by the real acts, never by hand."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings

from tests import statements

# Django is imported inside the fixtures: the law's own tests run without it.
if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

    from juzheng.acts.cases.intake import Application
    from juzheng.acts.cases.transition import Ground
    from juzheng.records.catalogue.governing import _Store
    from juzheng.records.models import Case, Committee, DemandingUnit, User

# A busy machine is no failure: how long an example takes says nothing of the code. In CI the same
# examples each time, so that a green run stays green; elsewhere new ones each time, and what fails
# prints a line that repeats it.
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("random", deadline=None, derandomize=False, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "random")

# Tuesday 24 November 2026, noon in China: a working day whose holiday notice is known.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=8)))

# What this process knows of the catalogue, when it has just been loaded.
LOADED: list[_Store] = []

PASSWORD = "correct-horse-battery"

# Folders whose tests are about the database itself: there every case is tried on both.
MADE_OF_IT = ("records", "faults")

# Well-formed numbers of nobody: the region is real, the check digit right, the person made up.
IDENTITY = "11010519491231002X"
OTHER_IDENTITY = "110101196803150024"

ANSWERS_BY_KIND = {
    "text": "示例街道1号楼2单元301室",
    "long_text": "配偶王小明、母亲李桂兰",
    "person_name": "王小明",
    "identity_number": IDENTITY,
    "date": "1968-03-15",
    "birth_date": "1949-12-31",  # as IDENTITY says
    "date_in_part": "1985~",
    "yes_no": True,
}


def insisted(**changes: Any) -> Ground:
    """Return a ground as a clerk writes it down: a bank insists, in words only."""
    from juzheng.acts.cases.transition import Ground
    from juzheng.law.cases.transition import TransitionKind
    from juzheng.law.cases.verification import Means

    told: dict[str, Any] = {
        "kind": TransitionKind.PRIVATE_DEMAND,
        "demander_name": "示例银行",
        "statement": "柜台坚持要纸质材料",
        "means": Means.OWN_REGISTER,
        "said_by": "王经理",
        "said_on": (NOON - timedelta(days=4)).date(),
        "office": "个人业务2号窗口",
        "heard_by": "申请人本人",
    }
    return Ground(**{**told, **changes})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the browser tests keep the pictures they see: ``--screenshots docs/screenshots``."""
    parser.addoption("--screenshots", metavar="FOLDER", help="keep pictures of the pages there")
    parser.addoption("--days", metavar="FILE", help="append what each task of a day took there")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what asks for the database, each test's first case, and what PostgreSQL is asked."""
    noting = config.pluginmanager.has_plugin("tests.statements")
    nothing_new = set() if noting else statements.nothing_new()  # ADR 26
    seen: set[str] = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        if asks_for_database(item):
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("database"):
            each = item.path.parent.name in MADE_OF_IT or item.get_closest_marker("each")
            if test not in seen or each:
                item.add_marker(pytest.mark.first)
                if test not in nothing_new:
                    item.add_marker(pytest.mark.postgresql)
            seen.add(test)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays to the end: modules, tests, catalogue."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def asks_for_database(item: pytest.Item) -> bool:
    """Return whether a test may touch the database; the others are kept from it."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool({"db", "transactional_db"} & fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one development key, made once: keys are slow to make."""
    from juzheng.outside import keys

    folder = tmp_path_factory.mktemp("keys")
    keys.create_development_keys(folder, at=NOON - timedelta(days=30))
    return folder


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Begin each test in Chinese: a request in English leaves its thread speaking English."""
    from django.utils import translation

    translation.activate("zh-hans")


@pytest.fixture(scope="session")
def no_longer_than_its_column() -> Iterator[None]:
    """Refuse everywhere what only PostgreSQL refuses: a text longer than its column."""
    from django.db import DataError
    from django.db.models import CharField

    plain = CharField.get_db_prep_save

    def measured(field: CharField[Any, Any], value: Any, connection: Any) -> Any:
        if isinstance(value, str) and field.max_length and len(value) > field.max_length:
            raise DataError(f"{field}: {len(value)} characters, {field.max_length} at most")
        return plain(field, value, connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CharField, "get_db_prep_save", measured)
        yield


@pytest.fixture(scope="session")
def all_tables_at_once() -> Iterator[None]:
    """Make SQLite's tables as a new installation does: half a minute of migrations is spared."""
    from django.core.management.commands import migrate
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from juzheng.records import fresh

    plain = migrate.Command.handle

    def handle(command: migrate.Command, *words: Any, **options: Any) -> None:
        if not fresh.make(connection, MigrationLoader(connection), at=NOON):
            plain(command, *words, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", handle)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    all_tables_at_once: None,
    django_db_setup: None,
    no_longer_than_its_column: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Load catalogue and district once: what a test changes is rolled back behind it."""
    from juzheng.records.catalogue import governing

    with django_db_blocker.unblock():
        load_shipped()
        governing.governing(NOON.date())
    LOADED.append(governing._STORE)
    governing._STORE = governing._Store()


def see_shipped() -> None:
    """Let this process know what is loaded, as if it had just looked: nothing has changed since."""
    from juzheng.records.catalogue import governing

    store = governing._Store()
    store.pages = {page: [*revisions] for page, revisions in LOADED[0].pages.items()}
    store.sequence, store.last_digest = LOADED[0].sequence, LOADED[0].digest
    store.days = {**LOADED[0].days}
    governing._STORE = store


def load_shipped() -> None:
    """Load the shipped catalogue and the demonstration district, as ``juzheng load`` does."""
    from juzheng.acts.catalogue import loading

    loading.load(at=NOON)
    loading.load_committees(fictional=True, at=NOON)


def unload_shipped() -> None:
    """Empty the tables: nothing was ever loaded, and this process knows of nothing."""
    from django.apps import apps
    from django.db import connection

    from juzheng.records.catalogue import governing

    with connection.cursor() as cursor:
        for model in apps.get_app_config("records").get_models():
            if model._base_manager.exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    governing.forget()


@pytest.fixture(autouse=True)
def own_folders(request: pytest.FixtureRequest) -> None:
    """
    Give each test with a database its own files, keys, fast passwords and plain static names.

    Its tables are empty unless it asks for what is ``loaded``.
    """
    if not asks_for_database(request.node):
        return
    settings: SettingsWrapper = request.getfixturevalue("settings")
    settings.DATA_DIR = request.getfixturevalue("tmp_path")
    settings.KEYS_DIR = request.getfixturevalue("signing_keys")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    if "loaded" not in request.fixturenames:
        request.getfixturevalue("db")
        unload_shipped()


@pytest.fixture
def loaded(db: None) -> None:
    """See the shipped catalogue and the demonstration district in the tables."""
    from juzheng.records.models import Revision

    if not Revision.objects.exists():  # a test without transaction has emptied the tables
        load_shipped()
    see_shipped()


@pytest.fixture
def committee(loaded: None) -> Committee:
    """Return the residents' committee of the demonstration district."""
    from juzheng.records.models import Committee

    return Committee.objects.get(kind="residents", fictional=True)


@pytest.fixture
def village(loaded: None) -> Committee:
    """Return the villagers' committee of the demonstration district."""
    from juzheng.records.models import Committee

    return Committee.objects.get(kind="villagers", fictional=True)


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Return a maker of staff: ``person("chen", "clerk", committee)``; the password is PASSWORD."""
    from juzheng.acts.base import people
    from juzheng.law.base.permissions import Office, Role

    def make(
        username: str,
        role: str,
        committee: Committee | None,
        full_name: str = "",
        division: str | None = None,
        unit: DemandingUnit | None = None,
        office: str = Office.CIVIL_AFFAIRS,
        **_: Any,
    ) -> User:
        return people.add(
            username,
            full_name=full_name or username,
            role=Role(role),
            committee=committee,
            password=PASSWORD,
            division=division,
            office=Office(office),
            unit=unit,
            by="operator",
            at=NOON,
        )

    return make


@pytest.fixture
def clerk(person: Callable[..., User], committee: Committee) -> User:
    """Return the residents' committee's clerk (经办人)."""
    return person("clerk", "clerk", committee, "陈经办")


@pytest.fixture
def responsible(person: Callable[..., User], committee: Committee) -> User:
    """Return the residents' committee's responsible person (负责人)."""
    return person("responsible", "responsible", committee, "林主任")


@pytest.fixture
def other_committee_clerk(person: Callable[..., User], village: Committee) -> User:
    """Return the clerk of another committee, for whom our cases do not exist."""
    return person("other-clerk", "clerk", village, "赵经办")


@pytest.fixture
def other_committee_responsible(person: Callable[..., User], village: Committee) -> User:
    """Return the responsible person of another committee."""
    return person("other-responsible", "responsible", village, "孙主任")


@pytest.fixture
def application(committee: Committee) -> Callable[..., Application]:
    """Return a maker of applications: ``application("POS-001", purpose="收养登记")``."""
    from juzheng.acts.cases.intake import Application
    from juzheng.law.base.identity import read
    from juzheng.records.models import Revision

    def make(item_id: str = "POS-001", *, number: str = IDENTITY, **changes: Any) -> Application:
        revision = Revision.objects.filter(subject=item_id).order_by("-number")[0]
        filled: dict[str, Any] = {
            "committee": committee,
            "revision": revision,
            "applicant_name": "李秀英",
            "identity": read(number, NOON.date()),
            "telephone": "13800000000",
            "recipient": "示例县民政局",
            "purpose": "办理登记",
            "channel": "online",
            "idempotency_key": uuid4().hex,
            "consents": tuple(kind.value for kind in revision.item.sensitive),
            "answers": {
                question.key: question.choices[0]
                if question.choices
                else ANSWERS_BY_KIND[question.kind.value]
                for question in revision.item.questions
            },
        }
        return Application(**{**filled, **changes})

    return make


@pytest.fixture
def case_for(application: Callable[..., Application]) -> Callable[..., Case]:
    """Return a maker of received cases: ``case_for("POS-001", by=clerk)``."""
    from juzheng.acts.cases import intake

    def make(
        item_id: str = "POS-001", *, by: User | None = None, at: datetime = NOON, **changes: Any
    ) -> Case:
        if by is not None:
            changes.setdefault("channel", "counter")
        return intake.receive(application(item_id, **changes), by=by, at=at)

    return make


@pytest.fixture
def confirm() -> Callable[..., Case]:
    """Return an act: confirm every fact of a case, ``confirm(case, by=clerk)``."""
    from juzheng.acts.cases import verification
    from juzheng.law.cases.verification import Means, Result, fits

    def make(case: Case, *, by: User, at: datetime = NOON) -> Case:
        for fact in case.revision.item.facts:
            verification.record(
                case,
                fact.key,
                means=next(one for one in Means if fits(one, fact)),  # the first is 查验证件原件
                result=Result.CONFIRMED,
                note="看过原件",
                by=by,
                at=at,
            )
        return case

    return make


@pytest.fixture
def drafted_for(
    case_for: Callable[..., Case], confirm: Callable[..., Case], clerk: User
) -> Callable[..., Case]:
    """Return a maker of cases that wait for a signature: ``drafted_for("POS-001")``."""
    from juzheng.acts.cases import drafting

    def make(
        item_id: str = "POS-001", *, by: User = clerk, at: datetime = NOON, **changes: Any
    ) -> Case:
        case = confirm(case_for(item_id, by=by, at=at, **changes), by=by, at=at)
        return drafting.send(case, by=by, at=at)

    return make
