import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Evidence is an attachment like any other: its kind by content, a picture with its words."""

    dependencies = [
        ("recommendations", "0003_freeze_results"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RenameField("findingfile", "added_at", "uploaded_at"),
        migrations.AddField(
            "findingfile",
            "kind",
            models.CharField(default="", editable=False, max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            "findingfile",
            "alt_text",
            models.CharField(blank=True, max_length=500, verbose_name="what is to be seen on it"),
        ),
        migrations.AddField(
            "findingfile",
            "uploaded_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "findingfile",
            "file",
            models.FileField(upload_to="attachments/%Y/", verbose_name="file"),
        ),
        migrations.AddConstraint(
            "findingfile",
            models.CheckConstraint(
                condition=~models.Q(kind__in=("jpeg", "png")) | ~models.Q(alt_text=""),
                name="findingfile_picture_says_what",
                violation_error_message="Say in a sentence what is to be seen on the picture.",
            ),
        ),
    ]
