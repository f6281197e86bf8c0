package dev.headrace.io.redshift;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Fails a test that hangs, also where it waits in a way that no interrupt ends. So long that no
 * machine is too slow for it.
 */
@Timeout(
    value = HangLimit.MINUTES,
    unit = TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HangLimit {
  /** For what a test itself waits for. */
  long MINUTES = 10;
}
