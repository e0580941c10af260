"""Forms of 述职评议: shape here, sense by the rules."""
