"""For which of the two offices an officer speaks (审核部门): until now all were civil affairs'."""

from django.db import migrations, models


def civil_affairs(apps, schema_editor):
    """Give every officer's account the office that accounts were made for until now."""
    apps.get_model("records", "User").objects.filter(role="overseer").update(office="civil_affairs")


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("records", "0009_bound_to_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="office",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.RunPython(civil_affairs, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("office", ""),
                    models.Q(("office__in", ["civil_affairs", "justice"]), ("role", "overseer")),
                    _connector="OR",
                ),
                name="user_office_belongs_to_overseers",
            ),
        ),
    ]
