package io.github.basetenci.testing;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/** Where Jazzer enters: it calls these two by name. */
public final class FuzzEntry {
  private static @Nullable FuzzTest test;

  private FuzzEntry() {}

  /** Called once. */
  public static void fuzzerInitialize(String[] className) throws Exception {
    Constructor<?> constructor = Class.forName(className[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    test = (FuzzTest) constructor.newInstance();
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    if (test == null) {
      throw new IllegalStateException("not initialized");
    }
    test.tryOn(input);
  }
}
