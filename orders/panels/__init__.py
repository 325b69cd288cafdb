"""What orders show on other people's pages: home cards, navigation, search, panels of customers and products."""
