"""述职评议 as pages: `rounds` of an organiser, `votes`, `reporters` one by one, `following`, `chain`."""
