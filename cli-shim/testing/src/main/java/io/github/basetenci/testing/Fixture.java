package io.github.basetenci.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test stands on, as a field of its class or a parameter of a method: a sandbox, or a home
 * directory with an environment and a sandbox. It is made anew for each test, before {@code
 * &#64;BeforeEach}, and closed after the test and its {@code &#64;AfterEach}.
 *
 * <p>It is made by the static method {@code start} of its type that has no parameters, or else by
 * the constructor with the fewest parameters. JUnit gives them their values as it does for a test:
 * a constructor that needs an empty directory takes a {@code &#64;TempDir Path}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FixtureExtension.class)
public @interface Fixture {}
