package dev.headrace.io.glue;

class FakeGlueCatalogTest extends GlueCatalogContract {
  private final GlueCatalog catalog = new FakeGlueCatalog(DATABASE);

  @Override
  GlueCatalog catalog() {
    return catalog;
  }
}
