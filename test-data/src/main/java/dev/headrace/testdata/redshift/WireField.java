package dev.headrace.testdata.redshift;

import java.nio.ByteBuffer;

/**
 * A column as the server describes it.
 *
 * @param type the number of its type in the catalog
 */
record WireField(String name, int type, int modifier) {
  static WireField read(ByteBuffer body) {
    String name = WireMessage.text(body);
    body.getInt();
    body.getShort();
    int type = body.getInt();
    body.getShort();
    WireField field = new WireField(name, type, body.getInt());
    body.getShort();
    return field;
  }
}
