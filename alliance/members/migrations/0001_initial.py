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
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('surname', models.CharField(blank=True, max_length=80)),
                ('role', models.CharField(choices=[('director', 'Director'), ('administrator', 'Administrator'), ('lead', 'Lead of a responsibility'), ('headteacher', 'Headteacher or principal'), ('coordinator', 'School coordinator'), ('school_staff', 'School staff'), ('commissioner', 'Commissioner'), ('board', 'Board member')], max_length=14)),
                ('responsibility', models.CharField(blank=True, choices=[('itt', 'Initial teacher training'), ('cpd', 'Professional development'), ('leadership', 'Leadership succession'), ('support', 'School-to-school support'), ('sle', 'Specialist leaders of education'), ('research', 'Research and development')], max_length=12)),
                ('state', models.CharField(choices=[('sent', 'Sent'), ('accepted', 'Accepted'), ('withdrawn', 'Withdrawn')], default='sent', max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='schools.alliance')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.partner')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['email', 'state'], name='invitation_of_address')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'withdrawn'])), name='invitation_state'), models.CheckConstraint(condition=models.Q(('role__in', ['director', 'administrator', 'lead', 'headteacher', 'coordinator', 'school_staff', 'commissioner', 'board'])), name='invitation_role'), models.CheckConstraint(condition=models.Q(('responsibility__in', ['itt', 'cpd', 'leadership', 'support', 'sle', 'research', ''])), name='invitation_responsibility')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('director', 'Director'), ('administrator', 'Administrator'), ('lead', 'Lead of a responsibility'), ('headteacher', 'Headteacher or principal'), ('coordinator', 'School coordinator'), ('school_staff', 'School staff'), ('commissioner', 'Commissioner'), ('board', 'Board member')], max_length=14)),
                ('responsibility', models.CharField(blank=True, choices=[('itt', 'Initial teacher training'), ('cpd', 'Professional development'), ('leadership', 'Leadership succession'), ('support', 'School-to-school support'), ('sle', 'Specialist leaders of education'), ('research', 'Research and development')], max_length=12)),
                ('post', models.CharField(blank=True, help_text='As they call it: Assistant headteacher.', max_length=100)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='schools.alliance')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, help_text='For whom a commissioner speaks.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.partner')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='schools.school')),
            ],
            options={
                'ordering': ['person_id', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['director', 'administrator', 'lead', 'headteacher', 'coordinator', 'school_staff', 'commissioner', 'board'])), name='membership_role'), models.CheckConstraint(condition=models.Q(('responsibility__in', ['itt', 'cpd', 'leadership', 'support', 'sle', 'research', ''])), name='membership_responsibility'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'lead'), _negated=True), models.Q(('responsibility', ''), _negated=True), _connector='OR'), name='membership_lead_of_what'), models.CheckConstraint(condition=models.Q(('role', 'commissioner'), ('partner', None), _connector='XOR'), name='membership_commissions_for'), models.UniqueConstraint(models.F('alliance'), models.F('person'), models.F('role'), django.db.models.functions.comparison.Coalesce('school', 0), models.F('responsibility'), django.db.models.functions.comparison.Coalesce('partner', 0), condition=models.Q(('until__isnull', True)), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('email', models.EmailField(max_length=254)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('minted_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_type', 'subject_id', 'purpose'], name='link_subject')],
            },
        ),
        migrations.CreateModel(
            name='SchoolContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=20)),
                ('post', models.CharField(blank=True, max_length=100)),
                ('is_head', models.BooleanField(default=False)),
                ('confirmed_at', models.DateTimeField(help_text='When staff confirmed the address with the school.', null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='schools.alliance')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='schools.school')),
            ],
            options={
                'ordering': ['school', 'name', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('alliance', 'school', 'email'), name='contact_once')],
            },
        ),
        migrations.CreateModel(
            name='SchoolsImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('name', models.CharField(help_text="The file's name as uploaded.", max_length=200)),
                ('file', models.CharField(help_text="Where it lies among the portal's files until it is read.", max_length=100)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being made'), ('made', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('report', models.JSONField(default=dict, help_text='What it did: a summary, columns missing, remarks by line.')),
                ('made_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='schools_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed'])), name='schools_import_state')],
            },
        ),
    ]
