package io.github.basetenci.testing;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/** The entry point for Jazzer, which calls these two methods by their names. */
public final class FuzzEntry {
  private static @Nullable FuzzTest test;

  private FuzzEntry() {}

  /** Jazzer calls this method once. */
  public static void fuzzerInitialize(String[] className) throws Exception {
    Constructor<?> constructor = Class.forName(className[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    test = (FuzzTest) constructor.newInstance();
  }

  /** Jazzer calls this method for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    if (test == null) {
      throw new IllegalStateException("not initialized");
    }
    test.tryOn(input);
  }
}
