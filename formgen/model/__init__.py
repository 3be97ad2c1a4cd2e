"""The model of a form: frozen values between markup and layout."""
