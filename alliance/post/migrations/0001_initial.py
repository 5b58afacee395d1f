import alliance.post.checking
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True)),
                ('follows_standard', models.BooleanField(default=False, help_text='The alliance went back to the standard with this version, which has no words.')),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('alliance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', 'version'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('alliance', 0), models.F('kind'), models.F('version'), name='text_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('kind', models.CharField(max_length=60)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(max_length=300)),
                ('body', models.TextField(help_text='As sent, but for a personal link, which stands here as [personal link].')),
                ('about_type', models.CharField(blank=True, max_length=60)),
                ('about_id', models.BigIntegerField(null=True)),
                ('calendar', models.TextField(blank=True, help_text="An entry for the reader's calendar, as iCalendar text.")),
                ('dedupe_key', models.CharField(max_length=200, unique=True)),
                ('secret', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('bounced', 'Came back'), ('cancelled', 'Cancelled')], default='waiting', max_length=10)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('posted_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.text')),
            ],
            options={
                'verbose_name': 'e-mail',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['about_type', 'about_id'], name='mail_about'), models.Index(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=['due_at'], name='mail_open'), models.Index(fields=['alliance', 'state', '-id'], name='mail_outbox'), models.Index(fields=['alliance', '-id', 'about_type', 'about_id'], name='mail_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed', 'bounced', 'cancelled'])), name='mail_state')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('kind', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField(help_text='Counts from 1 in each alliance.')),
                ('name', models.CharField(max_length=200)),
                ('address', models.TextField(blank=True, help_text='Lines under the name: school and postal address.')),
                ('signatory_name', models.CharField(blank=True, max_length=100)),
                ('signatory_post', models.CharField(blank=True, max_length=100)),
                ('subject', models.CharField(max_length=300)),
                ('html', models.TextField(help_text="The letter's body as approved: the portal's own safe HTML.")),
                ('about_type', models.CharField(blank=True, max_length=60)),
                ('about_id', models.BigIntegerField(null=True)),
                ('dedupe_key', models.CharField(max_length=200, unique=True)),
                ('dated', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting for its PDF'), ('making', 'PDF being made'), ('made', 'PDF made'), ('failed', 'PDF failed')], default='waiting', max_length=10)),
                ('pdf', models.FileField(blank=True, upload_to='letters/%Y/%m/')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(null=True)),
                ('check_code', models.CharField(default=alliance.post.checking.new_code, help_text='Printed on it: see post.checking.', max_length=9)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.text')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['about_type', 'about_id'], name='letter_about'), models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='letter_open'), models.Index(fields=['alliance', 'state', '-id'], name='letter_outbox')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed'])), name='letter_state'), models.UniqueConstraint(fields=('alliance', 'number'), name='letter_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='letter_made_has_checksum')],
            },
        ),
        migrations.CreateModel(
            name='PrintBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being made'), ('made', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('pdf', models.FileField(blank=True, upload_to='papers/')),
                ('made_at', models.DateTimeField(null=True)),
                ('letters', models.JSONField(help_text='Ids of the letters, in the order of printing.')),
                ('double_sided', models.BooleanField(default=False, help_text='Every letter begins on the front of a sheet.')),
                ('done', models.PositiveIntegerField(default=0, help_text='Letters put in so far.')),
                ('pages', models.PositiveIntegerField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'print batch',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='print_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed'])), name='print_state')],
            },
        ),
    ]
