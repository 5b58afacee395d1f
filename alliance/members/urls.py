"""Addresses of this app."""

from django.urls import path

from alliance.members.views import contact_import, contacts, invitations, people

app_name = "members"
urlpatterns = [
    path("", people.member_list, name="member_list"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/role/", people.role_give, name="role_give"),
    path("roles/<int:pk>/end/", people.role_end, name="role_end"),
    path("invite/", invitations.person_invite, name="person_invite"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("invitations/<int:pk>/again/", invitations.invitation_send_again, name="invitation_send_again"),
    path("invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/import/", contact_import.contact_import, name="contact_import"),
    path("contacts/<int:pk>/", contacts.contact_change, name="contact_change"),
    path("contacts/<int:pk>/confirm/", contacts.contact_confirm, name="contact_confirm"),
    path("contacts/<int:pk>/end/", contacts.contact_end, name="contact_end"),
]
