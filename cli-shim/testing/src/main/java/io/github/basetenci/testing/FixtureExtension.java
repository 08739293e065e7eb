package io.github.basetenci.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Makes each {@link Fixture} of a test. JUnit closes the fixture together with everything else that
 * it stores for the test.
 */
final class FixtureExtension implements BeforeEachCallback, ParameterResolver {
  @Override
  public void beforeEach(ExtensionContext test) throws ReflectiveOperationException {
    for (Object instance : test.getRequiredTestInstances().getAllInstances()) {
      List<Field> fields =
          AnnotationSupport.findAnnotatedFields(instance.getClass(), Fixture.class);
      for (Field field : fields) {
        field.setAccessible(true);
        field.set(instance, make(field.getType(), field, test));
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.isAnnotated(Fixture.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return make(parameter.getParameter().getType(), parameter.getParameter(), test);
  }

  private static Object make(Class<?> type, Object element, ExtensionContext test) {
    Object made =
        ReflectionSupport.findMethod(type, "start")
            .map(start -> invoke(start, test))
            .orElseGet(() -> construct(type, test));
    // JUnit closes stored objects in the reverse order, so it closes the fixture before it deletes
    // the directory.
    test.getStore(ExtensionContext.Namespace.create(FixtureExtension.class)).put(element, made);
    return made;
  }

  private static Object invoke(Method start, ExtensionContext test) {
    return test.getExecutableInvoker().invoke(start);
  }

  private static Object construct(Class<?> type, ExtensionContext test) {
    Constructor<?> constructor =
        Stream.of(type.getDeclaredConstructors())
            .min(Comparator.comparingInt(Constructor::getParameterCount))
            .orElseThrow();
    return test.getExecutableInvoker().invoke(constructor);
  }
}
