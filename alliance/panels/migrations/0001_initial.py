import django.db.models.deletion
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
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('evidence', models.JSONField(default=list, help_text="Keys of the dossier's sections that speak to it.")),
            ],
            options={
                'ordering': ['rubric', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(help_text='From the lowest; also the key that chooses it.')),
                ('name', models.CharField(max_length=30)),
                ('meaning', models.CharField(blank=True, max_length=200)),
                ('value', models.PositiveIntegerField(help_text='Thousandths: Amber as 1000, Green as 2000.')),
                ('effect', models.CharField(choices=[('against', 'Not recommended'), ('support', 'Recommended with support'), ('for', 'Recommended')], default='for', max_length=10)),
            ],
            options={
                'ordering': ['rubric', 'position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('effect__in', ['against', 'support', 'for'])), name='level_effect')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate_id', models.BigIntegerField()),
                ('code', models.CharField(max_length=16)),
                ('areas', models.JSONField(default=list, help_text='Names of the areas applied for.')),
                ('fewer_accepted', models.PositiveSmallIntegerField(help_text='The chair accepts this many scores; the reason is a note.', null=True)),
                ('not_before', models.DateTimeField(help_text='No scores are submitted before: an interview begins.', null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('score_count', models.PositiveSmallIntegerField(default=0)),
                ('mean', models.PositiveIntegerField(null=True)),
                ('median', models.PositiveIntegerField(null=True)),
                ('spread', models.PositiveIntegerField(help_text='Highest less lowest scorer.', null=True)),
                ('disagreements', models.PositiveSmallIntegerField(default=0, help_text='Criteria on which scorers are two or more levels apart.')),
                ('moderated', models.PositiveIntegerField(help_text='Mean of what the panel agreed, or all gave; empty before there is a level on every criterion.', null=True)),
                ('recommendation', models.CharField(choices=[('open', 'Not yet agreed'), ('against', 'Not recommended'), ('support', 'Recommended with a support plan'), ('for', 'Recommended')], default='open', max_length=8)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'ordering': ['exercise', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('recommendation__in', ['open', 'against', 'support', 'for'])), name='entry_recommendation')],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('v', models.PositiveSmallIntegerField(default=1)),
                ('sections', models.JSONField()),
                ('frozen_at', models.DateTimeField()),
                ('cleared_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('cleared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dossiers', to='panels.entry')),
            ],
            options={
                'ordering': ['entry', 'version'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'version'), name='dossier_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text="In the scorer's own random order.")),
                ('state', models.CharField(choices=[('assigned', 'To score'), ('submitted', 'Submitted'), ('recused', 'Recused'), ('excused', 'Excused')], default='assigned', max_length=10)),
                ('comment', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts saves: a stale tab is refused.')),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('mean', models.PositiveIntegerField(help_text='Thousandths, weighted, once submitted.', null=True)),
                ('alliance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('dossier', models.ForeignKey(help_text='The version that was scored.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.dossier')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='panels.entry')),
            ],
            options={
                'ordering': ['seat', 'position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['assigned', 'submitted', 'recused', 'excused'])), name='assignment_state')],
            },
        ),
        migrations.CreateModel(
            name='Exercise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('responsibility', models.CharField(choices=[('itt', 'Initial teacher training'), ('cpd', 'Professional development'), ('leadership', 'Leadership succession'), ('support', 'School-to-school support'), ('sle', 'Specialist leaders of education'), ('research', 'Research and development')], max_length=12)),
                ('about_type', models.CharField(max_length=60)),
                ('about_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('code', models.CharField(help_text="Begins the entries' codes: SLE-07.", max_length=10)),
                ('anonymous', models.BooleanField(default=True)),
                ('scores_per_entry', models.PositiveSmallIntegerField(blank=True, help_text='Empty: everyone without a conflict scores everything.', null=True)),
                ('by_name', models.BooleanField(default=False, help_text='Nothing is shared out: an interview is scored by those who hold it.')),
                ('state', models.CharField(choices=[('preparing', 'Being prepared'), ('scoring', 'Scoring'), ('scored', 'Scored'), ('closed', 'Closed')], default='preparing', max_length=10)),
                ('score_by', models.DateTimeField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['preparing', 'scoring', 'scored', 'closed'])), name='exercise_state'), models.CheckConstraint(condition=models.Q(('responsibility__in', ['itt', 'cpd', 'leadership', 'support', 'sle', 'research'])), name='exercise_responsibility'), models.UniqueConstraint(fields=('about_type', 'about_id', 'code'), name='exercise_once')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='exercise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='panels.exercise'),
        ),
        migrations.CreateModel(
            name='AgreedScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.criterion')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreed', to='panels.entry')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.level')),
            ],
            options={
                'ordering': ['entry', 'criterion'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'criterion'), name='agreed_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=40)),
                ('start', models.PositiveIntegerField(help_text="First character of the passage in the section's text.")),
                ('end', models.PositiveIntegerField(help_text='Character after the passage.')),
                ('why', models.CharField(help_text='What it matched: a name, a school, a town, an e-mail, a TRN.', max_length=40)),
                ('state', models.CharField(choices=[('suggested', 'To decide'), ('blacked_out', 'Blacked out'), ('kept', 'Left readable')], default='suggested', max_length=12)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='panels.dossier')),
            ],
            options={
                'ordering': ['dossier', 'section', 'start', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['suggested', 'blacked_out', 'kept'])), name='mark_state'), models.UniqueConstraint(fields=('dossier', 'section', 'start', 'end'), name='mark_once'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='mark_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('others', models.JSONField(default=list, help_text='Names of others who are there.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=8)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='panels.exercise')),
            ],
            options={
                'ordering': ['-held_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='meeting_state'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('exercise',), name='meeting_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussions', to='panels.entry')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussions', to='panels.meeting')),
            ],
            options={
                'ordering': ['meeting', 'at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'entry'), name='discussion_once')],
            },
        ),
        migrations.CreateModel(
            name='Minute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.criterion')),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='panels.discussion')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.level')),
            ],
            options={
                'ordering': ['discussion', 'criterion__position'],
                'constraints': [models.UniqueConstraint(fields=('discussion', 'criterion'), name='minute_once')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being worked out'), ('made', 'To look at'), ('failed', 'Failed'), ('accepted', 'Accepted')], default='waiting', max_length=10)),
                ('pairs', models.JSONField(default=list, help_text='[entry, seat] of what would be new, by their ids.')),
                ('by_hand', models.JSONField(default=list, help_text='Ids of the entries whose scorers staff changed in it.')),
                ('gap', models.FloatField(default=0, help_text='How far from the best it may be; 0 is proven best.')),
                ('milliseconds', models.PositiveIntegerField(default=0, help_text='How long the solver took.')),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='panels.exercise')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='proposal_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed', 'accepted'])), name='proposal_state')],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('minimum_mean', models.PositiveIntegerField(blank=True, help_text='Thousandths: below this mean nobody is recommended. Usually empty.', null=True)),
                ('frozen_at', models.DateTimeField(help_text='When scoring first opened with it: unchangeable since.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.rubric')),
            ],
            options={
                'ordering': ['name', 'version', 'id'],
                'constraints': [models.UniqueConstraint(fields=('previous',), name='rubric_one_next_version')],
            },
        ),
        migrations.AddField(
            model_name='level',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='panels.rubric'),
        ),
        migrations.AddField(
            model_name='exercise',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exercises', to='panels.rubric'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='panels.rubric'),
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cannot_judge', models.BooleanField(default=False)),
                ('comment', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='panels.assignment')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.criterion')),
                ('level', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.level')),
            ],
            options={
                'ordering': ['assignment', 'criterion'],
                'indexes': [models.Index(condition=models.Q(('cannot_judge', True)), fields=['assignment'], name='score_cannot_judge')],
                'constraints': [models.UniqueConstraint(fields=('assignment', 'criterion'), name='score_once'), models.CheckConstraint(condition=models.Q(('cannot_judge', False), ('level__isnull', True), _connector='OR'), name='score_cannot_judge_has_no_level')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('deputy', 'Deputy chair'), ('scorer', 'Scorer')], default='scorer', max_length=8)),
                ('state', models.CharField(choices=[('sitting', 'Sitting'), ('left', 'Left the panel')], default='sitting', max_length=8)),
                ('declared_at', models.DateTimeField(help_text='When they had declared their interests: before any dossier.', null=True)),
                ('cap', models.PositiveSmallIntegerField(help_text='At most so many entries are shared out to them.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='panels.exercise')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(help_text='Of somebody from outside.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['exercise', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['chair', 'deputy', 'scorer'])), name='seat_role'), models.CheckConstraint(condition=models.Q(('state__in', ['sitting', 'left'])), name='seat_state'), models.UniqueConstraint(fields=('exercise', 'person'), name='seat_once'), models.UniqueConstraint(condition=models.Q(('role__in', ['chair', 'deputy']), ('state', 'sitting')), fields=('exercise', 'role'), name='seat_one_chair_one_deputy')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
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
                ('total', models.PositiveIntegerField(help_text='Dossiers that were on the desk.')),
                ('done', models.PositiveIntegerField(default=0, help_text='Dossiers laid out so far.')),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packs', to='panels.seat')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='pack_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed'])), name='pack_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(models.Q(('fingerprint', ''), _negated=True), models.Q(('pdf', ''), _negated=True)), _connector='OR'), name='pack_made_of_something')],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='present',
            field=models.ManyToManyField(help_text='Who of the panel is there.', related_name='+', to='panels.seat'),
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school', 'School'), ('person', 'Person')], max_length=8)),
                ('text', models.CharField(max_length=200)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='panels.seat')),
            ],
            options={
                'ordering': ['seat', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['school', 'person'])), name='interest_kind'), models.UniqueConstraint(fields=('seat', 'kind', 'text'), name='interest_once')],
            },
        ),
        migrations.AddField(
            model_name='discussion',
            name='out',
            field=models.ManyToManyField(help_text='Who was out of the room.', related_name='+', to='panels.seat'),
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('self', 'Is the candidate'), ('own_school', 'Own school'), ('late_school', 'Worked at the school in the last three years'), ('same_trust', 'Same trust'), ('referee', 'Gave a reference'), ('declared', 'Declared an interest')], max_length=12)),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='panels.entry')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='panels.seat')),
            ],
            options={
                'ordering': ['entry', 'seat', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['self', 'own_school', 'late_school', 'same_trust', 'referee', 'declared'])), name='conflict_kind'), models.UniqueConstraint(fields=('entry', 'seat', 'kind'), name='conflict_once')],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='panels.seat'),
        ),
        migrations.CreateModel(
            name='ClearedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=40)),
                ('left_out', models.BooleanField(default=False)),
                ('name', models.CharField(blank=True, help_text='Evidence 1.pdf: never the name it was uploaded under.', max_length=40)),
                ('content_type', models.CharField(blank=True, max_length=40)),
                ('file', models.FileField(blank=True, upload_to='cleared/%Y/%m/')),
                ('cleared_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('cleared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='panels.dossier')),
            ],
            options={
                'ordering': ['dossier', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'section'), name='cleared_copy_once'), models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('left_out', True)), models.Q(('left_out', False), models.Q(('file', ''), _negated=True)), _connector='OR'), name='cleared_copy_file_or_left_out')],
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('exercise', 'code'), name='entry_code_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('exercise', 'candidate_id'), name='entry_candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('rubric', 'position'), name='level_position_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('rubric', 'position'), name='criterion_position_once'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('entry', 'seat'), name='assignment_once'),
        ),
    ]
