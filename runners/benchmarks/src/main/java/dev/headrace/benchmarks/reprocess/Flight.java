package dev.headrace.benchmarks.reprocess;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A flight as the RDD job holds it; times are microseconds since 1970. */
final class Flight implements KryoSerializable {
  String flightKey = "";
  long date;
  int delay;
  int distance;
  String origin = "";
  String destination = "";
  String month = "";
  long updatedAt;

  /** Which part of the shuffle it belongs to. */
  int bucket(int buckets) {
    int hash = flightKey.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }

  /** The one with the higher version. */
  static Flight later(Flight a, Flight b) {
    return a.updatedAt >= b.updatedAt ? a : b;
  }

  @Override
  public void write(Kryo kryo, Output out) {
    out.writeString(flightKey);
    out.writeLong(date);
    out.writeInt(delay, false);
    out.writeInt(distance, true);
    out.writeString(origin);
    out.writeString(destination);
    out.writeString(month);
    out.writeLong(updatedAt);
  }

  @Override
  public void read(Kryo kryo, Input in) {
    flightKey = in.readString();
    date = in.readLong();
    delay = in.readInt(false);
    distance = in.readInt(true);
    origin = in.readString();
    destination = in.readString();
    month = in.readString();
    updatedAt = in.readLong();
  }
}
