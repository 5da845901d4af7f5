"""What nbconvert does differently in Zoetrope's own environment."""

c = get_config()  # noqa: F821

# A page with the widgets' state draws them with scripts from another machine, and nothing where it is out of reach;
# without it every widget is there as the text and HTML that it comes with.
c.NotebookClient.store_widget_state = False
