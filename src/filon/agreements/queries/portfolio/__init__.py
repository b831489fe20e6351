"""What a school's agreements are together: by kind, state, partner, theme and territory, over the years, ahead, and at risk."""
