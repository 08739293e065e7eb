package io.github.basetenci.action.toolkit.differential;

import java.util.List;
import java.util.Map;

/**
 * A call of the toolkit.
 *
 * @param name of the function, as in {@code @actions/core}
 * @param args text, numbers, booleans, null, and lists and maps of these
 * @param environment the variables it is made with
 */
record Call(String name, List<Object> args, Map<String, String> environment) {}
