"""The auditor: is what was said true and decent?"""
