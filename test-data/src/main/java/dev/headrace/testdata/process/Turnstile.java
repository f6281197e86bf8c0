package dev.headrace.testdata.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Lets requests pass, and holds those that come after a number of them until it is told to let go.
 * Safe for use by several threads.
 */
public final class Turnstile {

  private final List<String> arrived = new ArrayList<>();
  private int passing = Integer.MAX_VALUE;
  private int held;

  /**
   * Returns when the request may pass.
   *
   * @return its place among all that have arrived, from 1
   */
  public synchronized int pass(String request) {
    arrived.add(request);
    int number = arrived.size();
    held++;
    notifyAll();
    waitUntil(() -> number <= passing);
    held--;
    return number;
  }

  /** Holds all requests after so many that have arrived in all. */
  public synchronized void holdAfter(int requests) {
    passing = requests;
  }

  /** Returns as soon as so many requests are held at the same time. */
  public synchronized void awaitHeld(int requests) {
    waitUntil(() -> held >= requests);
  }

  /** Lets pass what is held, and all that comes. */
  public synchronized void release() {
    passing = Integer.MAX_VALUE;
    notifyAll();
  }

  /** Every request so far, in the order in which they came, those that are held included. */
  public synchronized List<String> arrived() {
    return List.copyOf(arrived);
  }

  private synchronized void waitUntil(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while requests were held", e);
    }
  }
}
