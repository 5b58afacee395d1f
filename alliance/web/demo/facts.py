"""What each of the five alliances said of itself on its pages, in our own words; the people are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from alliance.schools.states import PartnerKind, Responsibility

R = Responsibility


@dataclass(frozen=True)
class Somebody:
    """An invented person: name, the part before the @, a post, and the school (URN) they work at."""

    name: str
    mailbox: str
    post: str
    urn: int


@dataclass(frozen=True)
class Facts:
    """One alliance. `leads` are its lead schools with the first day of their status; `responsibilities` give for each
    the lead school (or None), the alliance's own heading and what it says; `petals`, what its logo is made of."""

    slug: str
    name: str
    short_name: str
    colour: str
    petals: int
    introduction: str
    joining: str
    agency: str
    leads: tuple[tuple[int, date | None], ...]
    responsibilities: dict[Responsibility, tuple[int | None, str, str]]
    staff: tuple[Somebody, ...]
    heads: tuple[Somebody, ...]
    teachers: tuple[Somebody, ...]
    coordinators: tuple[Somebody, ...] = ()
    # Commissioners, each with the partner for whom they commission (at no school: 0), and members of the board.
    commissioners: tuple[tuple[Somebody, str], ...] = ()
    board: tuple[Somebody, ...] = ()
    tiers: tuple[str, ...] = ()
    partner_schools: tuple[tuple[int, str], ...] = ()
    partners: tuple[tuple[PartnerKind, str, str], ...] = ()
    divisions: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str, str], ...] = ()
    closures: tuple[tuple[str, int, int], ...] = field(default=(("Between the years", 24, 31),))


BOLDMERE = Facts(
    slug="boldmere",
    name="Boldmere Teaching School Alliance",
    short_name="BTSA",
    colour="#1b4f8a",
    petals=6,
    introduction="Six schools in Sutton Coldfield share out the work of a teaching school between them: each leads "
    "one of the “Big 6”, and all draw on the expertise of the whole alliance.",
    joining="Schools in and around Sutton Coldfield are welcome: write to the alliance’s office.",
    agency="NCTL",
    leads=((103341, None),),
    tiers=("Lead of a responsibility", "Commissioner"),
    partner_schools=tuple(
        (urn, "Lead of a responsibility") for urn in (103341, 103342, 149305, 103356, 132007, 103353)
    ),
    partners=((PartnerKind.LOCAL_AUTHORITY, "Birmingham City Council", "Commissioner"),),
    terms=(("headteacher", "headteacher", "headteachers"),),
    responsibilities={
        R.INITIAL_TRAINING: (
            103341,
            "Training new entrants to teaching",
            "We build partnerships for initial training, recruit to School Direct, and see that new teachers get the "
            "best training and support we can give.",
        ),
        R.CPD: (
            103342,
            "Leading peer-to-peer learning (CPD)",
            "Programmes for the alliance and beyond, for teachers in their first and second year among others; courses "
            "made for one school and its leaders; and national programmes brought here with their providers.",
        ),
        R.LEADERSHIP: (
            149305,
            "Spotting, nurturing and developing future leaders",
            "We find out which leaders the alliance will need, and who has it in them to lead a school; shadowing and "
            "mentoring help them on.",
        ),
        R.SUPPORT: (
            103356,
            "Providing support for other schools",
            "We know what help the alliance can give, and put together what a school needs: national, local and "
            "specialist leaders, or a teacher. What counts is the effect on standards.",
        ),
        R.SLE: (
            132007,
            "Designating and broking specialist leaders of education",
            "Leaders who work beyond their own school in what they know best: a subject, inclusion, mentoring of "
            "trainees, performance management, behaviour or school business. We designate them and place them.",
        ),
        R.RESEARCH: (
            103353,
            "Engaging in research and development",
            "With universities and other networks we take part in research, share what works, and train others in it.",
        ),
    },
    staff=(
        Somebody("Margaret Ellison", "director", "Director of the alliance", 103341),
        Somebody("Priya Nair", "administrator", "Alliance administrator", 103341),
        Somebody("Gareth Lyle", "lead", "Headteacher", 132007),
    ),
    heads=(
        Somebody("Helen Brandreth", "head.boldmerejunior", "Headteacher", 103341),
        Somebody("Ruth Adeyemi", "head.boldmereinfant", "Headteacher", 103342),
        Somebody("Colin Farrow", "head.hollandhouse", "Headteacher", 149305),
        Somebody("Jordan Ward", "head.penns", "Headteacher", 103356),
        Somebody("Sunita Rao", "head.maneyhill", "Headteacher", 103353),
    ),
    teachers=(
        Somebody("Amara Okafor", "amara.okafor", "Head of maths", 103356),
        Somebody("Daniel Pryce", "daniel.pryce", "Assistant headteacher", 103353),
        Somebody("Eleanor Whitby", "eleanor.whitby", "English lead", 103342),
        Somebody("Faisal Rahman", "faisal.rahman", "Science lead", 103341),
        Somebody("Grace Holloway", "grace.holloway", "Special needs coordinator", 149305),
        Somebody("Hugh Tandy", "hugh.tandy", "Phase leader", 103356),
    ),
    coordinators=(Somebody("Isla Brandon", "isla.brandon", "School business manager", 103356),),
    commissioners=((Somebody("Nadia Holt", "commissioner", "Adviser", 0), "Birmingham City Council"),),
    board=(Somebody("Stephen Marsh", "board", "Chair of the board", 0),),
)
WEST_HERTS = Facts(
    slug="west-herts",
    name="West Herts Teaching School",
    short_name="West Herts",
    colour="#2c6e49",
    petals=2,
    introduction="Founded by Bovingdon Primary Academy and Hammond Academy, the teaching school works with more than "
    "eighty schools: it trains teachers, develops staff and leaders on good evidence, and finds the right help quickly "
    "where a school needs it.",
    joining="Any school in the area can work with us. Write to the office and tell us what you need or offer.",
    agency="NCTL",
    leads=((136857, None), (137238, None)),
    tiers=("Founding school", "Trust school", "Partner organisation"),
    partner_schools=(
        (136857, "Founding school"),
        (137238, "Founding school"),
        (138507, "Trust school"),
        (144959, "Trust school"),
        (144909, "Trust school"),
    ),
    partners=(
        (PartnerKind.UNIVERSITY, "University of Hertfordshire", "Partner organisation"),
        (PartnerKind.TRAINING_PROVIDER, "SAF ITT", "Partner organisation"),
        (PartnerKind.CHARITY, "Royal Opera House Bridge", "Partner organisation"),
        (PartnerKind.NETWORK, "The Science Partnership", "Partner organisation"),
        (PartnerKind.NETWORK, "Outstanding Leaders Partnership", "Partner organisation"),
    ),
    terms=(("alliance", "teaching school", "teaching schools"), ("headteacher", "headteacher", "headteachers")),
    responsibilities={
        R.INITIAL_TRAINING: (
            None,
            "School-led initial teacher training",
            "We lead training in schools, take an active part in choosing trainees, and plan it well: outstanding "
            "lessons to observe, mentoring, and quality assured throughout.",
        ),
        R.CPD: (
            None,
            "Continuing professional development",
            "For teachers and support staff: resting on evidence, aimed at pupils’ outcomes, with expert challenge, "
            "kept up over time and given priority by those who lead the school.",
        ),
        R.LEADERSHIP: (
            None,
            "Identifying and developing leadership potential",
            "We prepare future heads for the schools that need them most, help more women and more leaders from "
            "minority ethnic backgrounds into senior posts, and run the national qualifications with the Outstanding "
            "Leaders Partnership, of which we are a founding member.",
        ),
        R.SUPPORT: (
            None,
            "Supporting other schools",
            "We diagnose, and match help to need quickly: national and local leaders of education, specialist leaders, "
            "national leaders of governance. Authorities, dioceses and trusts work with us.",
        ),
        R.SLE: (
            None,
            "Specialist leaders of education",
            "We choose the subjects that matter here, let a panel of headteachers assess applicants fairly, tell "
            "applicants and the agency the outcome, train those designated, place them, and look at their impact.",
        ),
        R.RESEARCH: (
            None,
            "Research",
            "School-led research and formal accreditation belong to what we offer those who develop others.",
        ),
    },
    staff=(
        Somebody("Catherine Marlow", "director", "Director of the teaching school", 136857),
        Somebody("Tom Bexley", "administrator", "Administrator", 137238),
        Somebody("Naomi Sefton", "lead", "SLE lead", 137238),
    ),
    heads=(
        Somebody("Alison Frayne", "head.bovingdon", "Headteacher", 136857),
        Somebody("Marcus Delaney", "head.hammond", "Headteacher", 137238),
        Somebody("Bridget Osei", "head.grove", "Headteacher", 138507),
        Somebody("Peter Langton", "head.bedmond", "Headteacher", 144959),
        Somebody("Yasmin Kaur", "head.broadfield", "Headteacher", 144909),
    ),
    teachers=(
        Somebody("Oliver Stannard", "oliver.stannard", "Phonics lead", 138507),
        Somebody("Rebecca Thorne", "rebecca.thorne", "Deputy headteacher", 144959),
        Somebody("Sanjay Mistry", "sanjay.mistry", "Maths lead", 144909),
        Somebody("Tessa Wickham", "tessa.wickham", "Early years lead", 137238),
    ),
)
WEST_LONDON = Facts(
    slug="west-london",
    name="West London Teaching School Alliance",
    short_name="WLTSA",
    colour="#8a1c3b",
    petals=4,
    introduction="Led by Sacred Heart High School in Hammersmith, with many partner schools, primary, secondary and "
    "special, and close ties to universities. A Catholic division looks after what matters to Catholic schools.",
    joining="There is no cost of membership, and new partner schools are welcome at any time.",
    agency="DfE",
    leads=((137935, None),),
    tiers=("Partner school", "University"),
    partner_schools=((137935, "Partner school"),),
    partners=((PartnerKind.UNIVERSITY, "St Mary’s University, Twickenham", "University"),),
    divisions=(("Catholic Division", "For questions that concern Catholic schools in particular."),),
    terms=(("headteacher", "headteacher", "headteachers"), ("partner", "partner school", "partner schools")),
    responsibilities={
        R.INITIAL_TRAINING: (
            137935,
            "School-led initial teacher training – School Direct",
            "Partner schools recruit trainees for their own posts and may keep them on without advertising again. "
            "Every programme is run with a university, with support of our own on top.",
        ),
        R.CPD: (
            137935,
            "Professional development, leadership and research",
            "Courses, a full programme for newly qualified teachers, coaching, teachmeets, good practice networks and "
            "a book club. This year we act as an NQT appropriate body for the first time.",
        ),
        R.LEADERSHIP: (
            137935,
            "Professional development, leadership and research",
            "Courses for leaders at different levels and the chance to learn to lead them; programmes for leaders in "
            "faith schools: Leaders for London, and Shepherding Talent with St Mary’s University; shadowing elsewhere.",
        ),
        R.SUPPORT: (
            137935,
            "School to school support",
            "Every school should both give and receive support, however well it is judged.",
        ),
        R.SLE: (
            137935,
            "School to school support",
            "A team of expert teachers and managers from across the alliance can be booked, primary school business "
            "managers among them. Experienced colleagues are welcome to join it and to learn by helping others.",
        ),
        R.RESEARCH: (
            137935,
            "Professional development, leadership and research",
            "A research and development group works on what our schools ask, shares its work, and helps schools to "
            "find money for projects.",
        ),
    },
    staff=(
        Somebody("Frances Keogh", "director", "Director of the alliance", 137935),
        Somebody("Louis Amadi", "administrator", "Alliance administrator", 137935),
        Somebody("Clare Donnelly", "lead", "Assistant headteacher", 137935),
    ),
    heads=(Somebody("Bernadette Quinn", "head.sacredheart", "Headteacher", 137935),),
    teachers=(
        Somebody("Isabel Corrigan", "isabel.corrigan", "Head of religious education", 137935),
        Somebody("Joanna Mbeki", "joanna.mbeki", "Head of science", 137935),
    ),
)
WEST_ESSEX = Facts(
    slug="west-essex",
    name="West Essex Teaching School Alliance",
    short_name="WETSA",
    colour="#6b3fa0",
    petals=3,
    introduction="Three lead schools and their strategic partners – other schools, colleges, universities and the "
    "local diocese – work together in West Essex to share outstanding practice, train teachers and improve schools. "
    "Collaboration is at the heart of it.",
    joining="Schools in West Essex that want to work with us are welcome: ask any of the three lead schools.",
    agency="NCTL",
    leads=((136625, date(2013, 4, 1)), (145599, date(2013, 4, 1)), (137694, date(2014, 9, 1))),
    tiers=("Lead school", "Strategic partner"),
    partner_schools=((136625, "Lead school"), (145599, "Lead school"), (137694, "Lead school")),
    partners=((PartnerKind.DIOCESE, "The local diocese", "Strategic partner"),),
    terms=(("headteacher", "headteacher", "headteachers"),),
    responsibilities={
        R.INITIAL_TRAINING: (
            None,
            "School-led initial teacher training (ITT)",
            "We lead its development, either through School Direct or as an accredited provider.",
        ),
        R.CPD: (
            None,
            "Peer-to-peer professional and leadership development (CPD)",
            "Colleagues learn from colleagues, with high-quality teaching and learning as the thread through it all.",
        ),
        R.LEADERSHIP: (
            None,
            "Succession planning and talent management",
            "We look for those who could lead, and develop them.",
        ),
        R.SUPPORT: (None, "School-to-school support", "We support other schools in our wider network."),
        R.SLE: (None, "Specialist leaders of education", "We designate specialist leaders and place them."),
        R.RESEARCH: (None, "Research and development", "We take part in research and development."),
    },
    staff=(
        Somebody("Richard Ashdown", "director", "Director of the alliance", 136625),
        Somebody("Wendy Cole", "administrator", "Alliance administrator", 136625),
        Somebody("Laura Benning", "lead", "Deputy headteacher", 145599),
    ),
    heads=(
        Somebody("Andrew Castell", "head.davenant", "Headteacher", 136625),
        Somebody("Judith Moray", "head.stjohns", "Headteacher", 145599),
        Somebody("Kwame Boateng", "head.burntmill", "Headteacher", 137694),
    ),
    teachers=(
        Somebody("Karen Ives", "karen.ives", "Head of English", 136625),
        Somebody("Liam Fenwick", "liam.fenwick", "Head of history", 137694),
        Somebody("Maria Santos", "maria.santos", "Year leader", 145599),
        Somebody("Neil Harcourt", "neil.harcourt", "Head of computing", 137694),
    ),
)
WESTON = Facts(
    slug="weston",
    name="Weston College Teaching School Alliance",
    short_name="WCTSA",
    colour="#b3541e",
    petals=5,
    introduction="Weston College extends its own strong culture of learning to the schools it works with: training "
    "teachers, developing staff and leaders, and bringing help to schools in challenging circumstances.",
    joining="Schools and colleges of the region are welcome. Write to the alliance’s office at Weston College.",
    agency="NCTL",
    leads=((130564, None),),
    tiers=("Lead college",),
    partner_schools=((130564, "Lead college"),),
    terms=(("headteacher", "headteacher or principal", "headteachers or principals"),),
    responsibilities={
        R.INITIAL_TRAINING: (
            130564,
            "School-led initial teacher training",
            "We will develop training led by schools, take an active part in recruiting trainees, and join it up with "
            "professional development.",
        ),
        R.CPD: (
            130564,
            "Continuing professional development",
            "The best teachers and leaders of the alliance provide development in schools, shaped to what each school "
            "needs, with coaching and mentoring; its impact is evaluated.",
        ),
        R.LEADERSHIP: (
            130564,
            "Identifying and developing leadership potential",
            "Future headteachers and principals for the schools with the most pressing needs: primary, small rural, "
            "special, challenging urban and coastal, and faith schools. More women, and more leaders from black and "
            "minority ethnic backgrounds, in senior posts; strategic governance that decides whom to place where.",
        ),
        R.SUPPORT: (
            130564,
            "Supporting other schools",
            "We coordinate support between schools and broker national leaders of education and of governance where "
            "they are needed, most of all for schools in challenging circumstances.",
        ),
        R.SLE: (
            130564,
            "Specialist leaders of education",
            "We recruit specialist leaders and manage their placements: priorities by subject, a panel of heads, a "
            "fair process with a right of appeal, training, and a look at the impact of their work.",
        ),
        R.RESEARCH: (
            130564,
            "Research",
            "Those who develop others can earn accreditation or do research in their school.",
        ),
    },
    staff=(
        Somebody("Paul Redcliffe", "director", "Director of the alliance", 130564),
        Somebody("Simone Avery", "administrator", "Alliance administrator", 130564),
        Somebody("David Uphill", "lead", "Head of teacher education", 130564),
    ),
    heads=(Somebody("Deborah Kewstoke", "principal", "Principal", 130564),),
    teachers=(
        Somebody("Victor Lyons", "victor.lyons", "Head of maths", 130564),
        Somebody("Zoe Brean", "zoe.brean", "Curriculum manager", 130564),
    ),
)
FIVE = (BOLDMERE, WEST_HERTS, WEST_LONDON, WEST_ESSEX, WESTON)
