"""Everything that a process under test will import (预先导入), imported; what it reads once, read.

Each process is a fork of this one: what a start would do a hundred times is done here. No database,
no file of a place, and no library that starts threads, which a fork would lose.
"""

import importlib

import django

django.setup()

from juzheng.catalogue import arguments, catalogue  # noqa: E402 - Django first
from juzheng.catalogue.prepared import prepared  # noqa: E402
from juzheng.law.base.redaction import masked_text  # noqa: E402

for _name in (
    "acts.audit",
    "acts.base.papers",
    "acts.cases.refusal",
    "acts.retention",
    "acts.cases.signing",
    "acts.catalogue.changes",
    "acts.catalogue.loading",
    "acts.catalogue.publications",
    "config.urls",
    "web.shared.startup",
):
    importlib.import_module(f"juzheng.{_name}")
catalogue(), arguments(), prepared("hubei-2020")
masked_text("李秀英，示例街道1号楼")  # compiles its patterns
