"""What this app shows in the core's places: navigation, inbox, the alliance's public home."""
