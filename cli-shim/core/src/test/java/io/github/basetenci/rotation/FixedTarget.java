package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;

/** A target that takes every key and cannot be read back. */
class FixedTarget implements Target {
  private final String name;
  volatile ApiKey key;

  FixedTarget(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void check(String oldPrefix) {}

  @Override
  public void write(ApiKey newKey, String expectedPrefix) throws InterruptedException {
    key = newKey;
  }
}
