# Reports and forms.
