"""Every public name is documented in full, and every example runs."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import framing

PUBLIC = [name for name in framing.__all__ if name != "__version__"]
MODULES = sorted(module.name for module in pkgutil.walk_packages(framing.__path__, "framing."))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_says_what_it_answers_with_an_example(name):
    thing = getattr(framing, name)
    text = inspect.getdoc(thing)
    assert text, name
    if inspect.isfunction(thing):
        parameters = inspect.signature(thing).parameters
        assert "Examples\n--------" in text or "Raises" in text, f"{name} has no example"
        missing = [parameter for parameter in parameters if parameter not in text]
        assert not missing, f"{name} does not say what {missing} are"
        assert inspect.signature(thing).return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", PUBLIC)
def test_options_are_given_by_name_and_no_function_takes_whatever_comes(name):
    thing = getattr(framing, name)
    if inspect.isfunction(thing):
        kinds = {parameter.kind for parameter in inspect.signature(thing).parameters.values()}
        assert inspect.Parameter.VAR_KEYWORD not in kinds


@pytest.mark.parametrize("module", MODULES)
def test_every_example_runs(module):
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_lives_there(module):
    assert (importlib.import_module(module).__doc__ or "").strip()


def test_an_unknown_name_says_which_is_near():
    with pytest.raises(AttributeError, match="Did you mean 'read_articles'"):
        framing.read_article  # noqa: B018


def test_the_public_names_are_offered_in_the_order_a_study_uses_them():
    order = ["read_articles", "read_leaders", "tokenize", "assign_voices"]
    places = [dir(framing).index(name) for name in order if name in dir(framing)]
    assert len(places) == len(order)


def test_importing_the_package_imports_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, framing; print(sorted({'pandas', 'matplotlib', 'nltk', 'textblob'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
