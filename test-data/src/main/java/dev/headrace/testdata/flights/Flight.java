package dev.headrace.testdata.flights;

import java.time.Instant;

/**
 * A flight within the United States.
 *
 * @param date when it left; the source gives no time zone, so UTC is taken
 * @param delay minutes that it arrived late, negative if it was early
 * @param distance miles
 * @param origin the airport's code, as {@code DTW}
 * @param destination likewise
 */
public record Flight(Instant date, int delay, int distance, String origin, String destination) {}
