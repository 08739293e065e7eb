package io.github.basetenci.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An object that a test needs, for example a sandbox, or a home directory with an environment and a
 * sandbox. It is a field of the test class or a parameter of a method. A new one is made for each
 * test, before {@code &#64;BeforeEach}, and it is closed after the test and its {@code
 * &#64;AfterEach}.
 *
 * <p>The fixture is made by the static method {@code start} of its type that has no parameters. If
 * there is no such method, it is made by the constructor with the fewest parameters. JUnit gives
 * the parameters their values as it does for a test. For example, a constructor that needs an empty
 * directory has a parameter {@code &#64;TempDir Path}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FixtureExtension.class)
public @interface Fixture {}
