"""Everything that a process under test will import (预先导入), imported."""

import django

django.setup()

import juzheng.acts.audit  # noqa: E402
import juzheng.acts.changes  # noqa: E402
import juzheng.acts.papers  # noqa: E402
import juzheng.acts.publication  # noqa: E402
import juzheng.acts.refusal  # noqa: E402
import juzheng.acts.signing  # noqa: E402, F401
