"""Pages: `calendar` of one branch, `beneath` the list of branches, `year` 全年一览, `feed` the feed."""
