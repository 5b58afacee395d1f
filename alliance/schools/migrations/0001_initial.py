import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Alliance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(blank=True, max_length=40)),
                ('introduction', models.TextField(blank=True, help_text='What the alliance is for, in one paragraph.')),
                ('address', models.TextField(blank=True)),
                ('telephone', models.CharField(blank=True, max_length=20)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('website', models.URLField(blank=True)),
                ('colour', models.CharField(default='#1d5f8a', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Give the colour as # and six digits, like #1d5f8a.')])),
                ('logo', models.FileField(blank=True, upload_to='branding/')),
                ('letterhead', models.TextField(blank=True, help_text='Lines under the name at the top of letters.')),
                ('signatory_name', models.CharField(blank=True, max_length=100)),
                ('signatory_post', models.CharField(blank=True, max_length=100)),
                ('signature', models.FileField(blank=True, upload_to='branding/')),
                ('agency', models.CharField(default='NCTL', help_text='Who is told of designations: NCTL, later DfE.', max_length=60)),
                ('joining', models.TextField(blank=True, help_text='How a school joins, for the public home page.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('about', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='divisions', to='schools.alliance')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(models.F('alliance'), django.db.models.functions.text.Lower('name'), name='division_once')],
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urn', models.PositiveIntegerField(unique=True, verbose_name='URN')),
                ('name', models.CharField(max_length=200)),
                ('search_name', models.CharField(help_text='Name, town and postcode, findable.', max_length=300)),
                ('status', models.CharField(choices=[('open', 'Open'), ('closing', 'Open, but proposed to close'), ('closed', 'Closed'), ('proposed', 'Proposed to open')], default='open', max_length=10)),
                ('open_date', models.DateField(blank=True, null=True)),
                ('close_date', models.DateField(blank=True, null=True)),
                ('phase', models.CharField(blank=True, max_length=40)),
                ('type_name', models.CharField(blank=True, max_length=100, verbose_name='type')),
                ('type_group', models.CharField(blank=True, max_length=60)),
                ('religious_character', models.CharField(blank=True, max_length=60)),
                ('diocese', models.CharField(blank=True, max_length=100)),
                ('trust_code', models.CharField(blank=True, db_index=True, max_length=10)),
                ('trust_name', models.CharField(blank=True, max_length=200)),
                ('la_code', models.CharField(blank=True, max_length=4, verbose_name='local authority code')),
                ('la_name', models.CharField(blank=True, max_length=80, verbose_name='local authority')),
                ('establishment_number', models.CharField(blank=True, max_length=4)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('urban_rural', models.CharField(blank=True, max_length=80)),
                ('easting', models.PositiveIntegerField(blank=True, help_text='Metres, British National Grid.', null=True)),
                ('northing', models.PositiveIntegerField(blank=True, help_text='Metres, British National Grid.', null=True)),
                ('low_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('high_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('gender', models.CharField(blank=True, max_length=20)),
                ('pupils', models.PositiveIntegerField(blank=True, null=True)),
                ('fsm_tenths', models.PositiveSmallIntegerField(blank=True, help_text='Share of pupils eligible, tenths of a per cent.', null=True, verbose_name='free school meals')),
                ('street', models.CharField(blank=True, max_length=120)),
                ('locality', models.CharField(blank=True, max_length=120)),
                ('town', models.CharField(blank=True, max_length=80)),
                ('county', models.CharField(blank=True, max_length=80)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('telephone', models.CharField(blank=True, max_length=20)),
                ('website', models.CharField(blank=True, max_length=200)),
                ('last_changed', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'urn'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'closing', 'closed', 'proposed'])), name='school_status')],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityLead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('responsibility', models.CharField(choices=[('itt', 'Initial teacher training'), ('cpd', 'Professional development'), ('leadership', 'Leadership succession'), ('support', 'School-to-school support'), ('sle', 'Specialist leaders of education'), ('research', 'Research and development')], max_length=12)),
                ('title', models.CharField(blank=True, help_text="The alliance's own heading, if it has one.", max_length=100)),
                ('text', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to='schools.alliance')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('responsibility__in', ['itt', 'cpd', 'leadership', 'support', 'sle', 'research'])), name='resp_choice'), models.UniqueConstraint(fields=('alliance', 'responsibility'), name='responsibility_once')],
            },
        ),
        migrations.CreateModel(
            name='LeadSchool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status_since', models.DateField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lead_schools', to='schools.alliance')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='schools.school')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('alliance', 'school'), name='lead_school_once')],
            },
        ),
        migrations.CreateModel(
            name='SchoolLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urn', models.PositiveIntegerField(db_index=True)),
                ('link_urn', models.PositiveIntegerField(db_index=True)),
                ('link_name', models.CharField(blank=True, max_length=200)),
                ('link_type', models.CharField(max_length=80)),
                ('established', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('urn', 'link_urn', 'link_type'), name='school_link_once')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('word', models.CharField(max_length=80)),
                ('plural', models.CharField(blank=True, max_length=80)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='schools.alliance')),
            ],
            options={
                'ordering': ['key'],
                'constraints': [models.UniqueConstraint(fields=('alliance', 'key'), name='term_once')],
            },
        ),
        migrations.CreateModel(
            name='Tier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='schools.alliance')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(models.F('alliance'), django.db.models.functions.text.Lower('name'), name='tier_once')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school', 'School'), ('college', 'College'), ('university', 'University'), ('training_provider', 'Training provider'), ('local_authority', 'Local authority'), ('diocese', 'Diocese'), ('trust', 'Trust'), ('national_body', 'National body'), ('charity', 'Charity'), ('company', 'Company'), ('network', 'Network'), ('regional_commissioner', 'Regional schools commissioner')], default='school', max_length=21)),
                ('name', models.CharField(help_text="As the alliance calls it; for schools the register's name.", max_length=200)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='schools.alliance')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='partners', to='schools.division')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='schools.school')),
                ('tier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='partners', to='schools.tier')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['school', 'college', 'university', 'training_provider', 'local_authority', 'diocese', 'trust', 'national_body', 'charity', 'company', 'network', 'regional_commissioner'])), name='partner_kind'), models.UniqueConstraint(condition=models.Q(('school__isnull', False)), fields=('alliance', 'school'), name='partner_school_once')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='schools.alliance')),
            ],
            options={
                'ordering': ['first_day', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='closure_ends_after_it_begins')],
            },
        ),
    ]
