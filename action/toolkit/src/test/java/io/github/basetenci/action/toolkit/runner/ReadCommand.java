package io.github.basetenci.action.toolkit.runner;

import java.util.Map;

/** A command as the runner understood it. */
public record ReadCommand(String name, Map<String, String> properties, String data) {}
