package io.github.basetenci.shim.command;

/** A command whose positional arguments are the command line of another program. */
public interface RunsAnother {}
