import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('current', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='Code of the kind of leader, if it is for one only.', max_length=10)),
                ('focus', models.CharField(blank=True, help_text='Ofsted focus: the heading in the list.', max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('alliance', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('national', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertise.area')),
                ('area_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='expertise.arealist')),
            ],
            options={
                'ordering': ['area_list', 'position', 'name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('area_list__isnull', True), ('alliance__isnull', True), _connector='XOR'), name='area_belongs'), models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('area_list', 0), django.db.models.functions.comparison.Coalesce('alliance', 0), models.F('kind'), models.F('name'), name='area_name_once')],
            },
        ),
    ]
