"""What is sealed is bound to its row, more columns are sealed, lines of the ledger bear a seal.

Rewritten in one transaction: afterwards nothing opens that is bound to its column alone. What was
exchanged before is exchanged still, and ``juzheng audit`` names it by the row's digests.
"""

import json
from typing import Any

from django.db import migrations, models

import juzheng.records.sealed
from juzheng.records.sealed import Box, CannotUnseal, blind_index, seal, unseal

AT_ONCE = 500
BOUND_TO = {
    "user": ("username",),
    "case": ("number",),
    "draft": ("key",),
    "certificate": ("number",),
    "verification": ("case_id", "fact", "at"),
    "report": ("number",),
    "transitionground": ("case_id", "at"),
    "riskassessment": ("case_id", "at"),
}
PLAIN_BEFORE = (
    *("case.recipient", "case.purpose"),
    *("transitionground.statement", "riskassessment.risk", "riskassessment.precaution"),
)


def bind(apps: Any, schema_editor: Any) -> None:
    """Seal each value for its row; one that does not open stays as it is, for the audit to name."""
    opened = stuck = 0
    for model_name, columns in BOUND_TO.items():
        model = apps.get_model("records", model_name)
        names = [one.attname for one in juzheng.records.sealed.sealed_fields(model)]
        rows = model.objects.order_by("pk").values("pk", *columns, *names)
        for row in rows.iterator(chunk_size=AT_ONCE):
            known = [juzheng.records.sealed._plain(row[column]) for column in columns]
            changes = {}
            for name in names:
                label, stored = f"{model_name}.{name}", str(row[name])
                try:
                    plain = stored if label in PLAIN_BEFORE else unseal(stored, label)
                except CannotUnseal:
                    stuck += 1
                    continue
                opened += bool(stored) and label not in PLAIN_BEFORE  # these open with any key
                changes[name] = Box(seal(plain, f"{label}|{json.dumps(known)}"))
            model.objects.filter(pk=row["pk"]).update(**changes)
    if stuck > opened:
        raise CannotUnseal("most of what is stored does not open with this JUZHENG_DATA_KEY")


def seal_lines(apps: Any, schema_editor: Any) -> None:
    """Seal the lines that are there; whoever adds one without the key is found from now on."""
    Entry = apps.get_model("records", "Entry")
    some = []
    for entry in Entry.objects.only("pk", "digest").iterator(chunk_size=AT_ONCE):
        entry.seal = blind_index(f"line of the ledger|{entry.digest}")
        some.append(entry)
        if len(some) == AT_ONCE:
            Entry.objects.bulk_update(some, ["seal"])
            some = []
    Entry.objects.bulk_update(some, ["seal"])


class Migration(migrations.Migration):
    dependencies = [("records", "0008_tracked")]

    operations = [
        migrations.AddField("entry", "seal", models.CharField(max_length=64, default=""), False),
        *(
            migrations.AlterField(*label.split("."), juzheng.records.sealed.SealedText())
            for label in PLAIN_BEFORE
        ),
        migrations.RunPython(bind, elidable=False),
        migrations.RunPython(seal_lines, elidable=False),
    ]
