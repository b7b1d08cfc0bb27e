# Acts: their names in the palette and on the help page, the dialogs they open, what is answered to them.
